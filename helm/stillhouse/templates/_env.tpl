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
- name: QUARKUS_LOG_CATEGORY__DEV_STILLHOUSE__LEVEL
  value: {{ .Values.logLevel | quote }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}
