package dev.stillhouse.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What the operator asks of {@code stillhouse delete-backup}, as JSON in the environment variable
 * {@value RunRequest#VARIABLE}. It holds no secret. Files that are gone already are deleted: exit code 0 says that there
 * are none any more. Otherwise the termination message is a {@link RunReport} with the outcome Failed.
 *
 * @param version {@value RunRequest#VERSION}; the runner refuses others
 * @param location as in {@link RunRequest.Backup#location}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeletionRequest(int version, String location, BackupStorage storage) {}
