/**
 * The project that migrates a database, whatever it is made with: what a run and the command line ask of it, and what it tells
 * meanwhile. Each kind of project is a package below this one, which nothing here knows.
 */
@NullMarked
package dev.stillhouse.runner.project;

import org.jspecify.annotations.NullMarked;
