package dev.stillhouse.runner.json;

/** A text that isn't JSON, or not of the shape that was expected. The message says where and what. */
public final class MalformedJson extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedJson(String message) {
        super(message);
    }
}
