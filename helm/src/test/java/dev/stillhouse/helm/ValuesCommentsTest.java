package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The comments in values.yaml, which `helm show values` prints, say what the schema says. */
class ValuesCommentsTest {
    private static final Pattern COMMENT = Pattern.compile(" *# (.*)");
    private static final Pattern KEY = Pattern.compile("( *)([A-Za-z]+):.*");

    @Test
    void comment_of_each_value_is_its_description() throws IOException {
        var comments = comments(Files.readAllLines(Values.YAML));
        var descriptions = new LinkedHashMap<String, String>();
        Values.read().forEachProperty((path, property) -> {
            if (!path.equals("global")) {
                descriptions.put(path, property.path("description").textValue());
            }
        });
        assertThat(comments).containsExactlyEntriesOf(descriptions);
    }

    /** The comment above each key, by the key's path; keys without one are part of a default. */
    private static Map<String, String> comments(List<String> lines) {
        var comments = new LinkedHashMap<String, String>();
        var path = new ArrayList<String>();
        var comment = new ArrayList<String>();
        for (var line : lines) {
            var remark = COMMENT.matcher(line);
            var key = KEY.matcher(line);
            if (remark.matches()) {
                comment.add(remark.group(1));
            } else if (key.matches()) {
                path.subList(key.group(1).length() / 2, path.size()).clear();
                path.add(key.group(2));
                if (!comment.isEmpty()) {
                    comments.put(String.join(".", path), String.join(" ", comment));
                }
                comment.clear();
            }
        }
        return comments;
    }
}
