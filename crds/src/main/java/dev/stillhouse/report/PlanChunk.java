package dev.stillhouse.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A piece of the whole plan of a run, on a line of its own among the {@link Progress} lines: a JSON object whose one field
 * {@value #FIELD} holds this. The plan is a text in UTF-8 (SQL with comments), compressed with gzip and cut.
 *
 * @param number which piece it is, from 1
 * @param total into how many the plan is cut
 * @param digest SHA-256 of the whole, compressed, in hexadecimal digits: what was broken off or mixed up is noticed
 * @param data the piece in base64, of at most {@value #MAX_BYTES} bytes before that
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PlanChunk(int number, int total, String digest, String data) {
    /** The field by which the line is told apart. */
    public static final String FIELD = "planChunk";

    /** Makes a line of less than 8 KiB: those who read along are not to wait for a single one. */
    public static final int MAX_BYTES = 6_000;
}
