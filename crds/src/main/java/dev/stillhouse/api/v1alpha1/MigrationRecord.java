package dev.stillhouse.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * What must not be forgotten of a DatabaseMigration when its status is lost or it is deleted and created again. It has the
 * name of the DatabaseMigration, and no owner, so that it outlives it.
 */
@Group(Api.GROUP)
@Version(Api.VERSION)
@ShortNames("mrec")
@AdditionalPrinterColumn(name = "Held by", jsonPath = ".spec.held.run", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".spec.held.reason", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public class MigrationRecord extends CustomResource<MigrationRecordSpec, Void> implements Namespaced {}
