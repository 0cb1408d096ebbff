/** Passwords that live for minutes: made of the identity that a cloud gives to the process, and kept fresh for others. */
@NullMarked
package dev.stillhouse.runner.login;

import org.jspecify.annotations.NullMarked;
