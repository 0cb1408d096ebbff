package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Generates the manifests of the custom resource definitions, and mends what the generator has no annotation for. */
final class CrdManifests {
    static final List<Class<? extends CustomResource<?, ?>>> TYPES = List.of(
            DatabaseMigration.class,
            MigrationRequest.class,
            MigrationRun.class,
            MigrationBackup.class,
            MigrationRecord.class);

    /** A Job has the name of its run, and a label of its pod has it too. */
    private static final String NAME_LENGTH = "self.metadata.name.size() <= 63";

    private static final String NAME_LENGTH_MESSAGE =
            "the name of a run has at most 63 characters, as its Job has the same name; choose a shorter one";

    /**
     * kstatus takes an object without a status for one that is as it should be, and Flux would go on
     * before the operator has seen it.
     */
    private static final JsonNode UNSEEN =
            JsonNodeFactory.instance.objectNode().put("observedGeneration", DatabaseMigrationStatus.UNSEEN);

    /** To a reader of YAML 1.1, as Ansible's is, an exponent without a sign is text, which the server then refuses. */
    private static final Pattern EXPONENT = Pattern.compile("(?<=imum: )[0-9.]+E[0-9]+$", Pattern.MULTILINE);

    private CrdManifests() {}

    /** The manifest of a type as YAML. */
    static String yaml(Class<? extends CustomResource<?, ?>> type) {
        return EXPONENT.matcher(Serialization.asYaml(definition(type)))
                .replaceAll(number -> new BigDecimal(number.group()).toPlainString());
    }

    static CustomResourceDefinition definition(Class<? extends CustomResource<?, ?>> type) {
        var output = new InMemoryOutput();
        new CRDGenerator()
                .customResourceClasses(List.of(type))
                .withOutput(output)
                .detailedGenerate();
        var crd = Serialization.unmarshal(output.text(), CustomResourceDefinition.class);
        var version = crd.getSpec().getVersions().getFirst();
        version.getAdditionalPrinterColumns().sort(asAnnotated(type));
        var schema = version.getSchema().getOpenAPIV3Schema();
        schema.setRequired(List.of("spec"));
        var status = schema.getProperties().get("status");
        if (type == MigrationRecord.class) {
            // Its spec is the operator's to write, as a status is.
            schema.getProperties().remove("status");
            OpenValues.open(schema.getProperties().get("spec"));
        } else {
            conditions(status);
            OpenValues.open(status);
            status.setDefault(UNSEEN);
        }
        if (type == MigrationRun.class) {
            listMapKey(status.getProperties().get("result"), "timings", "phase");
        }
        var spec = schema.getProperties().get("spec");
        OpenValues.closeUnknown(spec);
        if (type == DatabaseMigration.class || type == MigrationRun.class) {
            requireInItems(spec.getProperties().get("project"));
            // Lets several people or controllers approve without taking back each other's approvals.
            spec.getProperties().get("approvals").setXKubernetesListType("set");
        }
        if (type == DatabaseMigration.class || type == MigrationRun.class || type == MigrationBackup.class) {
            completePod(podTemplate(spec));
        }
        if (type == DatabaseMigration.class) {
            // A server-side apply that takes away the last field of one of these leaves null.
            List.of("backup", "execution")
                    .forEach(part -> spec.getProperties().get(part).setNullable(true));
        }
        if (type == MigrationRun.class) {
            addRule(schema, NAME_LENGTH, NAME_LENGTH_MESSAGE);
        }
        Descriptions.complete(type, schema);
        Numbers.complete("", schema);
        dropRepeatedRules(schema);
        return crd;
    }

    private static void conditions(JSONSchemaProps status) {
        listMapKey(status, "conditions", "type");
        // metav1.Condition requires these; Fabric8's model does not say so.
        items(status, "conditions").setRequired(List.of("type", "status", "lastTransitionTime", "reason", "message"));
    }

    /** The generator sorts columns by path; a table is read in the order that its author chose. */
    private static Comparator<CustomResourceColumnDefinition> asAnnotated(Class<?> type) {
        var names = Stream.of(type.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        return Comparator.comparingInt(column -> names.indexOf(column.getName()));
    }

    /** A rule on a record's component is found on its field and on its accessor; server-side apply refuses repeated ones. */
    private static void dropRepeatedRules(JSONSchemaProps schema) {
        if (schema.getXKubernetesValidations() != null) {
            schema.setXKubernetesValidations(
                    schema.getXKubernetesValidations().stream().distinct().toList());
        }
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(CrdManifests::dropRepeatedRules);
        }
        if (schema.getItems() != null) {
            dropRepeatedRules(schema.getItems().getSchema());
        }
    }

    private static void addRule(JSONSchemaProps schema, String rule, String message) {
        schema.setXKubernetesValidations(List.of(
                new ValidationRuleBuilder().withRule(rule).withMessage(message).build()));
    }

    /** Without these a Job is refused, which should be said when the manifest is applied. */
    private static void requireInItems(JSONSchemaProps project) {
        listMapKey(project, "env", "name");
        items(project.getProperties().get("configMap"), "items").setRequired(List.of("key", "path"));
    }

    private static JSONSchemaProps podTemplate(JSONSchemaProps spec) {
        var execution = spec.getProperties().get("execution");
        return (execution == null ? spec : execution).getProperties().get("podTemplate");
    }

    private static void completePod(JSONSchemaProps pod) {
        listMapKey(pod, "volumes", "name");
        for (var container : List.of("project", "runner")) {
            var mount = items(pod.getProperties().get(container), "volumeMounts");
            mount.setRequired(List.of("name", "mountPath"));
            // What a rule looks at has to be bounded.
            mount.getProperties().get("mountPath").setMaxLength(1024L);
        }
    }

    /** Lets server-side apply merge a list by its key. */
    private static void listMapKey(JSONSchemaProps parent, String list, String key) {
        var schema = parent.getProperties().get(list);
        schema.setXKubernetesListType("map");
        schema.setXKubernetesListMapKeys(List.of(key));
        items(parent, list).setRequired(List.of(key));
    }

    private static JSONSchemaProps items(JSONSchemaProps parent, String list) {
        return parent.getProperties().get(list).getItems().getSchema();
    }
}
