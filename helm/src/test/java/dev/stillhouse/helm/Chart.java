package dev.stillhouse.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** The chart under test, and what Helm makes of it. */
final class Chart {
    static final Path FOLDER = Path.of("stillhouse");
    static final String RELEASE = "stillhouse";
    static final String NAMESPACE = "databases";

    /** The oldest Kubernetes that the chart is for. */
    static final String KUBERNETES = "v1.29.0";

    /** The oldest Kubernetes with ValidatingAdmissionPolicies. */
    static final String WITH_POLICIES = "v1.30.0";

    /** Values that differ from the defaults, all of them. */
    static final Path EVERYTHING = Path.of("src", "test", "resources", "everything.yaml");

    private Chart() {}

    static Helm helm() {
        return new Helm(FOLDER);
    }

    /** What people install is never a snapshot. */
    static String version() {
        return System.getProperty("project.version").replace("-SNAPSHOT", "");
    }

    static Rendered render() {
        return render(defaults -> defaults);
    }

    static Rendered renderEverything() {
        return render(command -> command.withValuesFile(EVERYTHING));
    }

    static Rendered render(UnaryOperator<TemplateCommand> values) {
        return Rendered.of(manifests(values));
    }

    /** As Helm prints them. */
    static String manifests(UnaryOperator<TemplateCommand> values) {
        var command =
                helm().template().withName(RELEASE).withNamespace(NAMESPACE).withKubeVersion(KUBERNETES);
        return values.apply(command).call();
    }
}
