{{/* What the operator does with the objects of a namespace, and nothing else. It never reads a Secret: the pods mount them. */}}
{{- define "stillhouse.operatorRules" -}}
- apiGroups: [stillhouse.dev]
  resources: [databasemigrations]
  # Notes in an annotation what must not be forgotten when the status is lost.
  verbs: [get, list, watch, patch]
# Carries out what somebody asks for, and deletes a request whose time is over.
- apiGroups: [stillhouse.dev]
  resources: [migrationrequests]
  verbs: [get, list, watch, delete]
# Starts a run, asks one to stop, deletes those beyond the history limit.
- apiGroups: [stillhouse.dev]
  resources: [migrationruns]
  verbs: [get, list, watch, create, patch, delete]
# Puts a backup on record before it is taken, marks those whose files are to be deleted, and deletes them after that.
- apiGroups: [stillhouse.dev]
  resources: [migrationbackups]
  verbs: [get, list, watch, create, patch, delete]
# Keeps what must not be forgotten when a DatabaseMigration is deleted and created again.
- apiGroups: [stillhouse.dev]
  resources: [migrationrecords]
  verbs: [get, create, update]
- apiGroups: [stillhouse.dev]
  resources: [databasemigrations/status, migrationrequests/status, migrationruns/status, migrationbackups/status]
  verbs: [patch]
# A Job blocks the deletion of the run that owns it, which some clusters let only those say who may do this.
- apiGroups: [stillhouse.dev]
  resources: [migrationruns/finalizers]
  verbs: [update]
# Launches the Job of a run and stops it, and launches those that delete the files of backups. A Job is never changed.
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, delete]
# Keeps the whole plan of a run, and reads one again that it finds written.
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, create]
# Reads how a run's pod fares. The Job controller makes and deletes it; one that is left without its Job is deleted here.
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch, delete]
# Follows the progress that a runner writes.
- apiGroups: [""]
  resources: [pods/log]
  verbs: [get]
# Reads why a pod does not start, and records what happened.
- apiGroups: [""]
  resources: [events]
  verbs: [list, create]
# Says in each namespace who works there, so that two releases of the operator never do. Nobody can be allowed to create by
# name: the name is not known yet when it is decided.
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [create]
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  resourceNames: [stillhouse-operator]
  verbs: [get, update]
{{- end -}}

{{/* The operator's own user. */}}
{{- define "stillhouse.operatorUser" -}}
system:serviceaccount:{{ .Release.Namespace }}:{{ include "stillhouse.serviceAccountName" . }}
{{- end -}}

{{/*
The name of something that belongs to no namespace: (dict "root" $ "suffix" "-view"). Of releases that watch namespaces of
their own there may be several, so that theirs end in the release's namespace.
*/}}
{{- define "stillhouse.clusterScopedName" -}}
{{- $name := printf "%s%s" (include "stillhouse.fullname" .root) .suffix -}}
{{- if .root.Values.watchNamespaces -}}
{{- printf "%s.%s" $name .root.Release.Namespace -}}
{{- else -}}
{{- $name -}}
{{- end -}}
{{- end -}}

{{/* Whether the API server has ValidatingAdmissionPolicies, and they are wanted. */}}
{{- define "stillhouse.admissionPolicies" -}}
{{- if and .Values.admissionPolicies.enabled (semverCompare ">=1.30-0" .Capabilities.KubeVersion.Version) -}}
true
{{- end -}}
{{- end -}}

{{/* Where an admission policy holds: in the namespaces that the operator watches. */}}
{{- define "stillhouse.policyScope" -}}
{{- with .Values.watchNamespaces -}}
matchResources:
  namespaceSelector:
    matchExpressions:
      - key: kubernetes.io/metadata.name
        operator: In
        values:
          {{- toYaml . | nindent 10 }}
{{- end -}}
{{- end -}}
