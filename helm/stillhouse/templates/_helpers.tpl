{{/* The name of most resources: that of the release, with the chart's where it says something new. */}}
{{- define "stillhouse.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* The labels by which the operator's pods are found; they never change. */}}
{{- define "stillhouse.selectorLabels" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* The labels of every resource. */}}
{{- define "stillhouse.labels" -}}
{{ include "stillhouse.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name (.Chart.Version | replace "+" "_") }}
{{- end -}}

{{- define "stillhouse.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "stillhouse.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/*
The full name of an image: (dict "image" .Values.image "defaultTag" .Chart.AppVersion).
A tag of digits only arrives as a number from --set and from a values file.
*/}}
{{- define "stillhouse.image" -}}
{{- $tag := .image.tag -}}
{{- if not (kindIs "string" $tag) -}}
{{- $tag = $tag | int64 | toString -}}
{{- end -}}
{{- if .image.digest -}}
{{- printf "%s@%s" .image.repository .image.digest -}}
{{- else -}}
{{- printf "%s:%s" .image.repository (default .defaultTag $tag) -}}
{{- end -}}
{{- end -}}

{{/* One of several replicas works at a time, so they are of use only on different nodes. */}}
{{- define "stillhouse.affinity" -}}
{{- if .Values.affinity -}}
{{- toYaml .Values.affinity -}}
{{- else if gt (int .Values.replicas) 1 -}}
podAntiAffinity:
  preferredDuringSchedulingIgnoredDuringExecution:
    - weight: 100
      podAffinityTerm:
        topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels:
            {{- include "stillhouse.selectorLabels" . | nindent 12 }}
{{- end -}}
{{- end -}}
