/** Tests of what the documentation says, where no module's own types are needed for it. */
@NullMarked
package dev.stillhouse.documentation;

import org.jspecify.annotations.NullMarked;
