package dev.stillhouse.runner.restore;

import java.util.ArrayList;
import java.util.List;

/** A setting that is a list of names, as PostgreSQL stores it: {@code "$user", public}. */
final class QuotedList {
    private QuotedList() {}

    /** The names without their quotation marks. */
    static List<String> elements(String list) {
        List<String> elements = new ArrayList<>();
        StringBuilder element = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (c == '"' && quoted && i + 1 < list.length() && list.charAt(i + 1) == '"') {
                element.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                elements.add(element.toString());
                element.setLength(0);
            } else if (quoted || c != ' ') {
                element.append(c);
            }
        }
        elements.add(element.toString());
        return List.copyOf(elements);
    }
}
