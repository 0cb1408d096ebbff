package dev.stillhouse.e2e;

import static org.awaitility.Awaitility.await;

import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.e2e.cluster.OperatorRelease;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** A release of the operator that watches one namespace, beside the one that watches all of them. */
final class TeamRelease {
    private static final String CLAIM = "stillhouse-operator";

    private final Cluster cluster;
    private final ImageNames images;
    private final Stillhouse stillhouse;
    /** The namespace that it watches, and the name of the release. */
    private final String team;

    TeamRelease(Cluster cluster, ImageNames images, String team) {
        this.cluster = cluster;
        this.images = images;
        this.stillhouse = new Stillhouse(cluster, images);
        this.team = team;
    }

    /** Lets the operators of teams write what is the operator's alone, beside the usual one. */
    static void letWrite(Cluster cluster, ImageNames images, List<TeamRelease> releases) {
        var usual = cluster.operator(images);
        for (int i = 0; i < releases.size(); i++) {
            usual.with("admissionPolicies.operators[" + i + "]", releases.get(i).user());
        }
        usual.apply();
    }

    String team() {
        return team;
    }

    /** Who works on the namespace, in the words of its claim. */
    String identity() {
        return operatorNamespace() + "/" + team;
    }

    OperatorRelease release() {
        return cluster.operator(images, team, operatorNamespace())
                .with("fullnameOverride", team)
                .with("watchNamespaces[0]", team)
                .with("crds.install", "false")
                .with("rbac.userRoles", "false");
    }

    /** Creates the namespace, claimed already: otherwise the release for the whole cluster might be the first. */
    void createNamespace(String holder) {
        stillhouse.namespace(team);
        client().resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withName(CLAIM)
                        .withNamespace(team)
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(holder)
                        .withLeaseDurationSeconds(900)
                        .endSpec()
                        .build())
                .create();
    }

    String holder() {
        return client().resources(Lease.class)
                .inNamespace(team)
                .withName(CLAIM)
                .get()
                .getSpec()
                .getHolderIdentity();
    }

    void setHolder(String holder) {
        client().resources(Lease.class).inNamespace(team).withName(CLAIM).edit(lease -> {
            lease.getSpec().setHolderIdentity(holder);
            return lease;
        });
    }

    /** Removes it and all that is in its namespaces, whether it was there or not. */
    void remove() {
        release().remove();
        for (var namespace : List.of(team, operatorNamespace())) {
            client().namespaces().withName(namespace).delete();
        }
        for (var namespace : List.of(team, operatorNamespace())) {
            await().until(() -> client().namespaces().withName(namespace).get() == null);
        }
    }

    private String user() {
        return "system:serviceaccount:%s:%s".formatted(operatorNamespace(), team);
    }

    String operatorNamespace() {
        return team + "-operator";
    }

    private KubernetesClient client() {
        return stillhouse.client();
    }
}
