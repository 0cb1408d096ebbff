package dev.stillhouse.runner.sql;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a module compiled by Emscripten expects of its surroundings, as far as a parser needs it. PostgreSQL reports an error
 * by longjmp: the module then asks for {@code _emscripten_throw_longjmp}, and what is to be left alone was called through
 * one of the {@code invoke_} imports, which catches the jump and tells the module so.
 */
final class Emscripten {
    private static final String STACK_SAVE = "R";
    private static final String STACK_RESTORE = "Q";
    private static final String SET_THREW = "P";
    private static final int PAGE = 65536;

    private Emscripten() {}

    static ImportValues imports(WasmModule module) {
        List<ImportFunction> functions = new ArrayList<>();
        for (int i = 0; i < module.importSection().importCount(); i++) {
            if (module.importSection().getImport(i) instanceof FunctionImport wanted) {
                FunctionType type = module.typeSection().getType(wanted.typeIndex());
                functions.add(new HostFunction(wanted.module(), wanted.name(), type, handle(wanted.name(), type)));
            }
        }
        return ImportValues.builder()
                .addFunction(functions.toArray(new ImportFunction[0]))
                .build();
    }

    private static WasmFunctionHandle handle(String name, FunctionType type) {
        return switch (name) {
            case "g", "b", "a", "d", "k", "l", "e", "f", "h", "j", "i", "y", "n" -> invoke(type);
            case "p" ->
                (instance, arguments) -> {
                    throw new LongJump();
                };
            case "q" -> (instance, arguments) -> new long[] {grow(instance.memory(), arguments[0])};
            default ->
                (instance, arguments) -> {
                    throw new ChicoryException("the parser asked for the import " + name);
                };
        };
    }

    private static WasmFunctionHandle invoke(FunctionType type) {
        long[] nothing = new long[type.returns().size()];
        return (instance, arguments) -> {
            long stack = instance.export(STACK_SAVE).apply()[0];
            try {
                return call(instance, arguments);
            } catch (LongJump e) {
                instance.export(STACK_RESTORE).apply(stack);
                instance.export(SET_THREW).apply(1, 0);
                return nothing;
            }
        };
    }

    /** The first argument is where the function stands in the module's table. */
    private static long[] call(Instance instance, long[] arguments) {
        int function = instance.table(0).ref((int) arguments[0]);
        return instance.getMachine().call(function, Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    /** One if the memory has the wanted number of bytes now, zero if it may not grow that far. */
    private static int grow(Memory memory, long wanted) {
        long pages = (Integer.toUnsignedLong((int) wanted) + PAGE - 1) / PAGE;
        int missing = (int) (pages - memory.pages());
        return missing <= 0 || memory.grow(missing) >= 0 ? 1 : 0;
    }

    /** A longjmp on its way to the matching setjmp. */
    private static final class LongJump extends RuntimeException {
        private static final long serialVersionUID = 1;

        LongJump() {
            super(null, null, false, false);
        }
    }
}
