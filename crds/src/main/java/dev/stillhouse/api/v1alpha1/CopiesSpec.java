package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stillhouse.report.CopyPlace;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where copies of the database are made that are there for a while. The schema has no defaults, as in {@link ExecutionSpec}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.database) == (has(self.where) && self.where == 'Server')",
        message =
                "database names the server for copies with where: Server, and only then: set both, or leave database out")
public record CopiesSpec(
        @JsonPropertyDescription(
                "`Pod`, the default: in a PostgreSQL in the pod of the run, which has the extensions and libraries of the runner image. `SameServer`: in a new database of the server of the database, which has what the database needs; its user has to be allowed to create databases, and the server needs as much free space as the database takes. `Server`: the same on the server that `database` names.")
        @Nullable
        CopyPlace where,

        @JsonPropertyDescription(
                "A database on the server for copies, with `where: Server`, and as whom copies are made there. It is only connected to; the copies are databases beside it. The server has the major version of the database's, or a newer one.")
        @Nullable
        DatabaseSpec database) {

    /** What holds where a manifest says nothing of copies. */
    static final CopiesSpec DEFAULT = new CopiesSpec(CopyPlace.Pod, null);

    /** The same with every default spelled out: two that mean the same are then equal. */
    CopiesSpec withDefaults() {
        return new CopiesSpec(whereOrDefault(), database);
    }

    public CopyPlace whereOrDefault() {
        return where == null ? CopyPlace.Pod : where;
    }
}
