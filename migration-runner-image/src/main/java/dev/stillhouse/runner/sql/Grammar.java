package dev.stillhouse.runner.sql;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import dev.stillhouse.runner.json.Json;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.sql.grammar.GrammarModule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One instance of the WebAssembly module. The names of its exports are the ones that its linker gave them; the module is
 * pinned by its digest in build/fetch-grammar, and they change only with it.
 */
final class Grammar {
    /** What the module starts with (static data, its stack) and the first statements need, in pages of 64 KiB. */
    private static final int FIRST_PAGES = 544;

    /** A statement that needs more is rejected rather than let the runner run out of memory. */
    private static final int MOST_PAGES = 800;

    private final Instance instance;
    private final Memory memory;
    private final ExportFunction allocate;
    private final ExportFunction free;
    private final ExportFunction parse;
    private final ExportFunction freeResult;
    private boolean broken;

    Grammar() {
        instance = Instance.builder(GrammarModule.load())
                .withMachineFactory(GrammarModule::create)
                .withImportValues(Emscripten.imports(GrammarModule.load()))
                .withMemoryFactory(ByteArrayMemory::new)
                .withMemoryLimits(new MemoryLimits(FIRST_PAGES, MOST_PAGES))
                .withStart(false)
                .build();
        memory = instance.memory();
        instance.export("A").apply();
        allocate = instance.export("C");
        free = instance.export("E");
        parse = instance.export("F");
        freeResult = instance.export("G");
    }

    /** Whether the instance was left in the middle of its work and must not be used again. */
    boolean broken() {
        return broken;
    }

    Parse parse(String sql) {
        if (sql.indexOf('\0') >= 0) {
            return new Parse.Rejected("there is a NUL character in it");
        }
        try {
            return parseUtf8(sql.getBytes(StandardCharsets.UTF_8));
        } catch (ChicoryException | VirtualMachineError e) {
            broken = true;
            return new Parse.Rejected("it is too large or too deeply nested for the parser");
        }
    }

    private Parse parseUtf8(byte[] sql) {
        int text = call(allocate, sql.length + 1);
        memory.write(text, Arrays.copyOf(sql, sql.length + 1));
        int result = call(parse, text);
        int tree = memory.readInt(result);
        int error = memory.readInt(result + 8);
        Parse parsed = error == 0 ? read(string(tree), sql) : new Parse.Rejected(string(memory.readInt(error)));
        freeResult.apply(result);
        free.apply(text);
        return parsed;
    }

    private static Parse read(String json, byte[] sql) {
        try {
            JsonObject parsed = Json.parse(json);
            List<Statement> statements = new ArrayList<>();
            for (JsonObject raw : parsed.has("stmts") ? parsed.objects("stmts") : List.<JsonObject>of()) {
                int start = raw.has("stmt_location") ? raw.integer("stmt_location") : 0;
                int length = raw.has("stmt_len") ? raw.integer("stmt_len") : sql.length - start;
                String text = new String(sql, start, length, StandardCharsets.UTF_8).strip();
                statements.add(new Statement(Node.of(raw.object("stmt")), text));
            }
            return new Parse.Accepted(statements);
        } catch (MalformedJson e) {
            return new Parse.Rejected("its syntax tree cannot be read: " + e.getMessage());
        }
    }

    private String string(int address) {
        int end = address;
        while (memory.read(end) != 0) {
            end++;
        }
        return new String(memory.readBytes(address, end - address), StandardCharsets.UTF_8);
    }

    private static int call(ExportFunction function, int argument) {
        return (int) function.apply(argument)[0];
    }
}
