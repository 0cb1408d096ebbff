/** Tests of passwords that live for minutes. */
@NullMarked
package dev.stillhouse.runner.login;

import org.jspecify.annotations.NullMarked;
