{{- define "clipcoder.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" }}
{{- end }}

{{/* Short enough for what is put behind it. */}}
{{- define "clipcoder.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains (include "clipcoder.name" .) .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "clipcoder.name" .) | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* One for each release, always with the name of the service in it. */}}
{{- define "clipcoder.job" -}}
{{- $fullname := include "clipcoder.fullname" . }}
{{- ternary $fullname (printf "clipcoder-%s" $fullname) (contains "clipcoder" $fullname) }}
{{- end }}

{{- define "clipcoder.selectorLabels" -}}
app.kubernetes.io/name: {{ include "clipcoder.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "clipcoder.labels" -}}
{{ include "clipcoder.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "clipcoder.image" -}}
{{- if .Values.image.digest }}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest }}
{{- else }}
{{- $tag := printf "%s%s" .Chart.AppVersion (ternary "-gpu" "" .Values.gpu.enabled) }}
{{- printf "%s:%s" .Values.image.repository (default $tag .Values.image.tag) }}
{{- end }}
{{- end }}

{{/* Whether all pods share one database; otherwise each has a file of its own. */}}
{{- define "clipcoder.shared" -}}
{{- if .Values.database.existingSecret }}true{{ end }}
{{- end }}

{{- define "clipcoder.dataClaim" -}}
{{- if .Values.persistence.existingClaim }}
{{- .Values.persistence.existingClaim }}
{{- else if and .Values.persistence.enabled (not (include "clipcoder.shared" .)) }}
{{- printf "%s-data" (include "clipcoder.fullname" .) }}
{{- end }}
{{- end }}

{{- define "clipcoder.model" -}}
{{- $model := .Values.model }}
{{- if eq $model.source "hub" }}
{{- printf "hf://%s%s" $model.hub.name (ternary (printf "@%s" $model.hub.revision) "" (ne $model.hub.revision "")) }}
{{- else if eq $model.source "claim" }}
{{- printf "/models/%s" $model.claim.path | trimSuffix "/" }}
{{- else if eq $model.source "init" }}
{{- printf "/models/%s" $model.init.path | trimSuffix "/" }}
{{- else }}bundled
{{- end }}
{{- end }}

{{/* The properties that this chart decides on, as a map. Environment variables of the image come before them. */}}
{{- define "clipcoder.properties" -}}
{{- $values := .Values }}
{{- $p := dict
  "server.port" 8080
  "clipcoder.model" (include "clipcoder.model" .)
  "clipcoder.device" (ternary "cuda:0" "cpu" $values.gpu.enabled)
  "clipcoder.precision" $values.model.precision
  "clipcoder.requests.max-bytes" $values.requests.maxBytes
  "clipcoder.shutdown.delay" (printf "%ds" (int $values.shutdown.delaySeconds))
  "spring.lifecycle.timeout-per-shutdown-phase" (printf "%ds" (int $values.shutdown.drainSeconds))
}}
{{- if $values.security.anonymous }}
{{- $_ := set $p "clipcoder.security.anonymous" true }}
{{- else }}
{{- $_ := set $p "clipcoder.security.keys-file" "/etc/clipcoder/keys/keys" }}
{{- end }}
{{- with $values.security.allowedOrigins }}
{{- $_ := set $p "clipcoder.security.allowed-origins" . }}
{{- end }}
{{- if eq $values.model.source "hub" }}
{{- $_ := set $p "clipcoder.hub.offline" $values.model.hub.offline }}
{{- with $values.model.hub.url }}
{{- $_ := set $p "clipcoder.hub.url" . }}
{{- end }}
{{- if $values.model.hub.cacheClaim }}
{{- $_ := set $p "clipcoder.hub.cache-dir" "/hub" }}
{{- end }}
{{- end }}
{{- if $values.labelSets.configMap }}
{{- $_ := set $p "clipcoder.label-sets.dir" "/etc/clipcoder/label-sets" }}
{{- end }}
{{- with $values.textgen.baseUrl }}
{{- $_ := set $p "clipcoder.textgen.llm.base-url" . }}
{{- $_ := set $p "clipcoder.textgen.llm.model" $values.textgen.model }}
{{- end }}
{{- toJson $p }}
{{- end }}

{{/* A value of a property as YAML: helm has every number as floating point, and would write 50000000 as 5e+07. */}}
{{- define "clipcoder.scalar" -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) }}
{{- printf "%.0f" . }}
{{- else }}
{{- toJson . }}
{{- end }}
{{- end }}

{{- define "clipcoder.application" -}}
{{- $properties := mergeOverwrite (deepCopy .Values.settings) (include "clipcoder.properties" . | fromJson) }}
{{- range $name, $value := $properties }}
{{- if kindIs "slice" $value }}
{{ $name }}:
{{- range $value }}
  - {{ include "clipcoder.scalar" . }}
{{- end }}
{{- else }}
{{ $name }}: {{ include "clipcoder.scalar" $value }}
{{- end }}
{{- end }}
{{- end }}

{{- define "clipcoder.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* Bytes of 50MB (as the service reads it) or 2Gi (as Kubernetes does). */}}
{{- define "clipcoder.bytes" -}}
{{- $text := toString . }}
{{- $number := regexFind "^[0-9.]+" $text | float64 }}
{{- $units := dict "" 1 "B" 1 "KB" 1024 "MB" 1048576 "GB" 1073741824 "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 "k" 1000 "M" 1000000 "G" 1000000000 "T" 1000000000000 }}
{{- mulf $number (get $units (regexReplaceAll "^[0-9.]+" $text "")) | int64 }}
{{- end }}

{{/* Whether the service calls addresses outside of the cluster. */}}
{{- define "clipcoder.external" -}}
{{- $pictures := eq (toString (get .Values.settings "clipcoder.images.allow-urls")) "true" }}
{{- if or (and (eq .Values.model.source "hub") (not .Values.model.hub.offline)) .Values.textgen.baseUrl $pictures }}true{{ end }}
{{- end }}
