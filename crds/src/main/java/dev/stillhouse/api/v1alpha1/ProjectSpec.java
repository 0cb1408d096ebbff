package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stillhouse.report.Constants;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the Alembic project is and what it needs to run. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.image) != has(self.configMap)",
        message =
                "set either image (the project is in a container image) or configMap (a small project in a ConfigMap)")
@ValidationRule(
        value = "!has(self.image) || has(self.path)",
        message = "set path to the folder in the image in which a person would run alembic, such as /app")
@ValidationRule(
        value = "!has(self.configMap) || (!has(self.path) && !has(self.python))",
        message = "path and python belong to a project in an image; a project in a ConfigMap has neither")
public record ProjectSpec(
        @JsonPropertyDescription(
                "The container image that contains the project, usually that of the application itself. It needs Python 3.8 or newer with the Alembic, SQLAlchemy and driver that the project uses, and a shell (`/bin/sh`) unless `python` is set.")
        @Size(min = 1, max = 1024)
        @Nullable
        String image,

        @JsonPropertyDescription(
                "When to pull the image, as for any container: `Always`, `IfNotPresent` or `Never`. The default is Kubernetes' own.")
        @Nullable
        ImagePullPolicy imagePullPolicy,

        @JsonPropertyDescription("A project in a ConfigMap, run in the runner's own image (Alembic, psycopg, asyncpg).")
        @Nullable
        ConfigMapProject configMap,

        @JsonPropertyDescription("The folder in the image in which a person would run `alembic`, such as `/app`.")
        @Size(min = 1, max = 1024)
        @Pattern("^/.*")
        @Nullable
        String path,

        @JsonPropertyDescription(
                "The Alembic configuration, relative to `path`: an ini file, or pyproject.toml with Alembic 1.16 or newer.")
        @Default(ProjectSpec.DEFAULT_CONFIG)
        @Size(min = 1, max = 1024)
        @Nullable
        String config,

        @JsonPropertyDescription(
                "The section of the configuration to use, as for `alembic --name`. The default is Alembic's own, `alembic`.")
        @Size(min = 1, max = 256)
        @Nullable
        String section,

        @JsonPropertyDescription(
                "The environment variable from which the project's env.py reads the URL of the database, such as DATABASE_URL. `sqlalchemy.url` is set too where the configuration has one, and where no variable is named here.")
        @Pattern("^[A-Za-z_][A-Za-z0-9_]*$")
        @Size(max = 256)
        @Nullable
        String urlVariable,

        @JsonPropertyDescription(
                "The Python interpreter in the image, if it is not found by itself: a virtual environment beside the project, or python3 or python on the image's PATH. An image without a shell needs it.")
        @Size(min = 1, max = 1024)
        @Nullable
        String python,

        @JsonPropertyDescription("Environment variables for the project, as for any container.")
        @Size(max = 200)
        @Nullable
        List<EnvVar> env,

        @JsonPropertyDescription("Sources of environment variables for the project, as for any container.")
        @Size(max = 50)
        @Nullable
        List<EnvFromSource> envFrom,

        @JsonPropertyDescription("Arguments for the project's env.py as `alembic -x` takes them: `key=value`.")
        @Size(max = 50)
        @Nullable
        List<@Size(max = 1024) String> x,

        @JsonPropertyDescription(
                "A function of the project, as `package.module:function`, that launches env.py, for a project whose env.py needs something around it, such as an application context. It is called as `function(config, run)`; `run()` runs env.py, once.")
        @Pattern("^[A-Za-z_][A-Za-z0-9_.]*:[A-Za-z_][A-Za-z0-9_.]*$")
        @Size(max = 256)
        @Nullable
        String hook) {

    /** When to pull an image; Kubernetes' own words. */
    public enum ImagePullPolicy {
        Always,
        IfNotPresent,
        Never;

        /** Reads it; see {@link Constants}. */
        @JsonCreator
        public static ImagePullPolicy read(String text) {
            return Constants.read(values(), text, Always);
        }
    }

    /** A ConfigMap in the same namespace; each of its keys is a file of the project. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ConfigMapProject(
            @Required
            @JsonPropertyDescription(
                    "Name of the ConfigMap. Each key is a file of the project; `items` puts keys into folders.")
            @Size(min = 1, max = 253)
            String name,

            @JsonPropertyDescription(
                    "Which key is which file, as in a volume: `{key: create_orders.py, path: versions/create_orders.py}`. Without it all keys are files in one folder.")
            @Size(max = 500)
            @Nullable
            List<KeyToPath> items) {}

    static final String DEFAULT_CONFIG = "alembic.ini";

    /** The same with every default spelled out, as the API server stores it: two that mean the same are then equal. */
    public ProjectSpec withDefaults() {
        return new ProjectSpec(
                image,
                imagePullPolicy,
                configMap,
                path,
                configOrDefault(),
                section,
                urlVariable,
                python,
                env,
                envFrom,
                x,
                hook);
    }

    /** The same in another image. */
    public ProjectSpec withImage(String other) {
        return new ProjectSpec(
                other, imagePullPolicy, configMap, path, config, section, urlVariable, python, env, envFrom, x, hook);
    }

    /** The Alembic configuration, with the schema's default where it is absent. */
    public String configOrDefault() {
        return config == null ? DEFAULT_CONFIG : config;
    }
}
