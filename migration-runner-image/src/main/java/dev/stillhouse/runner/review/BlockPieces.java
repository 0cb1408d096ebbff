package dev.stillhouse.runner.review;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts PL/pgSQL at its semicolons, but not at those within quotes and comments. */
final class BlockPieces {
    /** What is taken as a whole. A backslash, which may or may not quote what follows it, matches nothing of it. */
    private static final Pattern TOKEN = Pattern.compile(
            "(?<comment>--[^\\n]*|/\\*(?:(?!/\\*|\\*/).)*\\*/)|(?<end>;)|'[^'\\\\]*'|\"[^\"]*\""
                    + "|(?<tag>\\$(?:[A-Za-z_][A-Za-z_0-9]*)?\\$).*?\\k<tag>|[^;'\"\\\\$/-]|/(?!\\*)|-(?!-)",
            Pattern.DOTALL);

    private BlockPieces() {}

    /** Without comments and blank pieces; empty if it cannot be told where a quotation ends. */
    static Optional<List<String>> of(String code) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        Matcher token = TOKEN.matcher(code);
        while (token.lookingAt()) {
            if (token.group("end") != null) {
                add(piece, pieces);
            } else {
                piece.append(token.group("comment") == null ? token.group() : " ");
            }
            token.region(token.end(), code.length());
        }
        if (token.regionStart() < code.length()) {
            return Optional.empty();
        }
        add(piece, pieces);
        return Optional.of(List.copyOf(pieces));
    }

    private static void add(StringBuilder piece, List<String> pieces) {
        if (!piece.toString().isBlank()) {
            pieces.add(piece.toString().strip());
        }
        piece.setLength(0);
    }
}
