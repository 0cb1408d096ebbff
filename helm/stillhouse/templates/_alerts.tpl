{{/*
The alerts in files/alerts, one a file, but for those that are not wanted. They are Prometheus' own words, whose braces Helm
must not read, with a $(name) for each setting.
*/}}
{{- define "stillhouse.alerts" -}}
{{- $values := .Values.prometheusRule -}}
{{- $settings := dict
      "operator" (default (printf "job=%q,namespace=%q" (include "stillhouse.fullname" .) .Release.Namespace) $values.operator)
      "bridgedGap" (default "5m" $values.bridgedGap)
      "runbookUrl" (trimSuffix "/" $values.runbookUrl)
      "grafanaUrl" (trimSuffix "/" $values.grafanaUrl) -}}
{{- $settings = merge $settings $values.thresholds -}}
{{- $rules := list -}}
{{- range $path, $content := .Files.Glob "files/alerts/*.yaml" -}}
{{- if not (has (trimSuffix ".yaml" (base $path)) $values.excludeRules) -}}
{{- $text := toString $content -}}
{{- range $name, $value := $settings -}}
{{- $text = replace (printf "$(%s)" $name) (toString $value) $text -}}
{{- end -}}
{{- if contains "$(" $text -}}
{{- fail (printf "prometheusRule: %s has a setting that the values do not name. Upgrade with --reset-then-reuse-values in place of --reuse-values, which brings no new defaults." (base $path)) -}}
{{- end -}}
{{- $rule := fromYaml $text -}}
{{- if not $values.runbookUrl -}}
{{- $_ := unset $rule.annotations "runbook_url" -}}
{{- $_ := set $rule.annotations "runbook" (printf "docs/runbooks/%s.md in the repository of Stillhouse" $rule.alert) -}}
{{- end -}}
{{- if not $values.grafanaUrl -}}
{{- $_ := unset $rule.annotations "dashboard_url" -}}
{{- end -}}
{{- $rules = append $rules $rule -}}
{{- end -}}
{{- end -}}
{{- toYaml $rules -}}
{{- end -}}
