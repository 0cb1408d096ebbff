package dev.stillhouse.e2e;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Somebody who has ClusterRoles in the namespace of the tests, and what comes of what they ask the API server. */
final class People {
    private People() {}

    /** A client of a person with these ClusterRoles and no other right. */
    static KubernetesClient with(KubernetesClient admin, String user, String... clusterRoles) {
        for (var role : clusterRoles) {
            admin.resource(new RoleBindingBuilder()
                            .withNewMetadata()
                            .withName(user + "-" + role)
                            .withNamespace(Migration.NAMESPACE)
                            .endMetadata()
                            .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
                            .addNewSubject()
                            .withKind("User")
                            .withName(user)
                            .withApiGroup("rbac.authorization.k8s.io")
                            .endSubject()
                            .build())
                    .serverSideApply();
        }
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(admin.getConfiguration())
                        .withImpersonateUsername(user)
                        .withImpersonateGroups("system:authenticated")
                        .build())
                .build();
    }

    /** Creates what a manifest says as far as the API server lets it, and changes nothing. */
    static void tryToCreate(KubernetesClient client, String manifest) {
        var resource = Serialization.unmarshal(manifest, GenericKubernetesResource.class);
        client.resource(resource).inNamespace(Migration.NAMESPACE).dryRun().create();
    }
}
