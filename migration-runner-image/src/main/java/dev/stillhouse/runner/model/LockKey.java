package dev.stillhouse.runner.model;

/** The two keys of an advisory lock of PostgreSQL. */
public record LockKey(int classId, int objectId) {}
