{{/* The environment of the operator: its settings (OperatorConfig) and who it is. */}}
{{- define "stillhouse.env" -}}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: POD_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
# The lease by which the replicas of this release choose the one that works.
- name: POD_LEASE
  value: {{ include "stillhouse.fullname" . | quote }}
{{- with .Values.watchNamespaces }}
# The namespaces that all its informers watch; without it all.
- name: QUARKUS_OPERATOR_SDK_NAMESPACES
  value: {{ join "," . | quote }}
{{- end }}
{{- if include "stillhouse.defaults" . }}
- name: DEFAULTS_FILE
  value: /etc/stillhouse/defaults.yaml
{{- end }}
- name: STILLHOUSE_RUNNER_IMAGE
  value: {{ include "stillhouse.image" (dict "image" .Values.runner.image "defaultTag" .Chart.AppVersion) | quote }}
- name: STILLHOUSE_RUNNER_PULL_POLICY
  value: {{ .Values.runner.image.pullPolicy | quote }}
- name: STILLHOUSE_RUNNER_CPU_REQUEST
  value: {{ .Values.runner.resources.requests.cpu | quote }}
- name: STILLHOUSE_RUNNER_MEMORY_REQUEST
  value: {{ .Values.runner.resources.requests.memory | quote }}
- name: STILLHOUSE_RUNNER_MEMORY_LIMIT
  value: {{ .Values.runner.resources.limits.memory | quote }}
- name: STILLHOUSE_RUNNER_STORAGE_REQUEST
  value: {{ .Values.runner.resources.requests.ephemeralStorage | quote }}
- name: STILLHOUSE_RUNNER_PROJECT_CPU_REQUEST
  value: {{ .Values.runner.project.resources.requests.cpu | quote }}
- name: STILLHOUSE_RUNNER_PROJECT_MEMORY_REQUEST
  value: {{ .Values.runner.project.resources.requests.memory | quote }}
- name: STILLHOUSE_RUNNER_PROJECT_STORAGE_REQUEST
  value: {{ .Values.runner.project.resources.requests.ephemeralStorage | quote }}
- name: STILLHOUSE_RUNNER_TEMPORARY_SIZE
  value: {{ .Values.runner.sizeLimits.temporary | quote }}
- name: STILLHOUSE_RUNNER_SCRATCH_SIZE
  value: {{ .Values.runner.sizeLimits.scratch | quote }}
- name: STILLHOUSE_RUNNER_SECURITY_CONTEXT_MODE
  value: {{ .Values.runner.securityContext.mode | quote }}
- name: STILLHOUSE_RUNNER_POD_RULES_LEVEL
  value: {{ .Values.runner.podRules.level | quote }}
{{- with .Values.runner.podRules.serviceAccounts }}
- name: STILLHOUSE_RUNNER_POD_RULES_SERVICE_ACCOUNTS
  value: {{ join "," . | quote }}
{{- end }}
{{- with .Values.runner.podRules.priorityClasses }}
- name: STILLHOUSE_RUNNER_POD_RULES_PRIORITY_CLASSES
  value: {{ join "," . | quote }}
{{- end }}
- name: STILLHOUSE_LIMITS_RUNS_CLUSTER
  value: {{ .Values.limits.runs.cluster | quote }}
- name: STILLHOUSE_LIMITS_RUNS_NAMESPACE
  value: {{ .Values.limits.runs.namespace | quote }}
- name: STILLHOUSE_LIMITS_RUNS_DATABASE_SERVER
  value: {{ .Values.limits.runs.databaseServer | quote }}
- name: QUARKUS_LOG_CATEGORY__DEV_STILLHOUSE__LEVEL
  value: {{ .Values.logLevel | quote }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* The defaults of runs, as YAML; nothing where there are none. */}}
{{- define "stillhouse.defaults" -}}
{{- $defaults := dict -}}
{{- range $part, $fields := .Values.defaults -}}
{{- if $fields -}}
{{- $_ := set $defaults $part $fields -}}
{{- end -}}
{{- end -}}
{{- if $defaults -}}
{{- toYaml $defaults -}}
{{- end -}}
{{- end -}}
