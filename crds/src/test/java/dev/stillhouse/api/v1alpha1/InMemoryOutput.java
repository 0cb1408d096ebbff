package dev.stillhouse.api.v1alpha1;

import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Keeps the one manifest that a generation writes. */
final class InMemoryOutput implements CRDGenerator.CRDOutput<OutputStream> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public OutputStream outputFor(String crdName) {
        return bytes;
    }

    @Override
    public URI crdURI(String crdName) {
        return URI.create("file:///" + crdName);
    }

    @Override
    public void close() {}

    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
