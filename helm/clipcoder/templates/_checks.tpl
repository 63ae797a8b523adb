{{/* What the schema cannot say. Each refusal is a sentence that says what to do. */}}
{{- define "clipcoder.checks" -}}
{{- include "clipcoder.checks.image" . }}
{{- include "clipcoder.checks.access" . }}
{{- include "clipcoder.checks.replicas" . }}
{{- include "clipcoder.checks.model" . }}
{{- include "clipcoder.checks.resources" . }}
{{- include "clipcoder.checks.settings" . }}
{{- include "clipcoder.checks.surroundings" . }}
{{- end }}

{{- define "clipcoder.checks.image" -}}
{{- if not .Values.image.repository }}
{{- fail "Set image.repository to where you have pushed the image of the service: none is published." }}
{{- end }}
{{- end }}

{{- define "clipcoder.checks.access" -}}
{{- $security := .Values.security }}
{{- if and $security.existingSecret $security.anonymous }}
{{- fail "There are API keys (security.existingSecret), and security.anonymous is true. Set one of both." }}
{{- end }}
{{- if not (or $security.existingSecret $security.anonymous) }}
{{- fail "Set security.existingSecret to a secret with the file of API keys, or security.anonymous to true to let everybody in who reaches the service." }}
{{- end }}
{{- end }}

{{- define "clipcoder.checks.replicas" -}}
{{- $scaling := .Values.autoscaling }}
{{- if not (include "clipcoder.shared" .) }}
{{- if and $scaling.enabled (gt (int $scaling.maxReplicas) 1) }}
{{- fail "Several pods cannot share a SQLite file. Set database.existingSecret to a secret with the address of a PostgreSQL, or turn autoscaling.enabled off." }}
{{- else if gt (int .Values.replicas) 1 }}
{{- fail (printf "%d pods cannot share a SQLite file. Set database.existingSecret to a secret with the address of a PostgreSQL, or replicas to 1." (int .Values.replicas)) }}
{{- end }}
{{- end }}
{{- if $scaling.enabled }}
{{- if gt (int $scaling.minReplicas) (int $scaling.maxReplicas) }}
{{- fail (printf "autoscaling.minReplicas (%d) is more than autoscaling.maxReplicas (%d)." (int $scaling.minReplicas) (int $scaling.maxReplicas)) }}
{{- end }}
{{- if not (or (int $scaling.cpuPercent) (int $scaling.queueDepth)) }}
{{- fail "autoscaling has nothing to go by. Set autoscaling.cpuPercent or autoscaling.queueDepth to more than 0." }}
{{- end }}
{{- end }}
{{- if and (include "clipcoder.shared" .) .Values.persistence.existingClaim }}
{{- fail "persistence.existingClaim is for SQLite: pods that share a PostgreSQL have a data directory each. Leave it empty, and use model.hub.cacheClaim for downloads that they share." }}
{{- end }}
{{- if and (eq (toString .Values.strategy.maxSurge) "0") (eq (toString .Values.strategy.maxUnavailable) "0") }}
{{- fail "strategy.maxSurge and strategy.maxUnavailable cannot both be 0: no pod could ever be replaced." }}
{{- end }}
{{- end }}

{{- define "clipcoder.checks.model" -}}
{{- $model := .Values.model }}
{{- if and (eq $model.source "hub") (not $model.hub.name) }}
{{- fail "model.source is hub: set model.hub.name, such as openai/clip-vit-base-patch32." }}
{{- end }}
{{- if and (eq $model.source "claim") (not $model.claim.name) }}
{{- fail "model.source is claim: set model.claim.name to a persistent volume claim with the checkpoint." }}
{{- end }}
{{- if and (eq $model.source "init") (not $model.init.image) }}
{{- fail "model.source is init: set model.init.image to an image that copies the checkpoint to /models." }}
{{- end }}
{{- if and (ne $model.source "hub") $model.hub.name }}
{{- fail (printf "model.hub.name is set, and model.source is %s. Set model.source to hub, or leave the name empty." $model.source) }}
{{- end }}
{{- if and (ne $model.source "claim") $model.claim.name }}
{{- fail (printf "model.claim.name is set, and model.source is %s. Set model.source to claim, or leave the name empty." $model.source) }}
{{- end }}
{{- if and (ne $model.source "init") $model.init.image }}
{{- fail (printf "model.init.image is set, and model.source is %s. Set model.source to init, or leave the image empty." $model.source) }}
{{- end }}
{{- end }}

{{- define "clipcoder.checks.resources" -}}
{{- $limits := .Values.resources.limits | default dict }}
{{- range $name := list "cpu" "memory" }}
{{- if not (get $limits $name) }}
{{- fail (printf "Set resources.limits.%s: the service takes its %s from it." $name (ternary "threads" "heap" (eq $name "cpu"))) }}
{{- end }}
{{- end }}
{{- $heap := div (mul (include "clipcoder.bytes" $limits.memory | int64) (int64 .Values.jvm.heapPercent)) 100 }}
{{- /* Half of the heap is for bodies, which weigh up to five times their size; collectors keep some for themselves. */}}
{{- $needed := mul 11 (include "clipcoder.bytes" .Values.requests.maxBytes | int64) }}
{{- if lt $heap $needed }}
{{- fail (printf "requests.maxBytes of %s needs a heap of %d MB, and %d %% of %s (jvm.heapPercent of resources.limits.memory) are %d MB. Raise resources.limits.memory, or lower requests.maxBytes." .Values.requests.maxBytes (div $needed 1048576) (int .Values.jvm.heapPercent) (toString $limits.memory) (div $heap 1048576)) }}
{{- end }}
{{- end }}

{{- define "clipcoder.checks.settings" -}}
{{- $own := dict
  "server.port" "nothing: the port is fixed, service.port is that of the service"
  "server.address" "service.listenAddress"
  "management.server.port" "nothing: metrics and health are on the port of the service"
  "clipcoder.datadir" "nothing: it is fixed, persistence says what is there"
  "clipcoder.databaseurl" "database.existingSecret"
  "clipcoder.security.keysfile" "security.existingSecret"
  "clipcoder.security.anonymous" "security.anonymous"
  "clipcoder.security.allowedorigins" "security.allowedOrigins"
  "clipcoder.model" "model"
  "clipcoder.device" "gpu.enabled"
  "clipcoder.precision" "model.precision"
  "clipcoder.hub.token" "model.hub.existingSecret"
  "clipcoder.hub.url" "model.hub.url"
  "clipcoder.hub.offline" "model.hub.offline"
  "clipcoder.hub.cachedir" "model.hub.cacheClaim"
  "clipcoder.labelsets.dir" "labelSets.configMap"
  "clipcoder.textgen.llm.baseurl" "textgen.baseUrl"
  "clipcoder.textgen.llm.model" "textgen.model"
  "clipcoder.textgen.llm.apikey" "textgen.existingSecret"
  "clipcoder.requests.maxbytes" "requests.maxBytes"
  "clipcoder.shutdown.delay" "shutdown.delaySeconds"
  "logging.structured.format.console" "logging.format"
  "spring.lifecycle.timeoutpershutdownphase" "shutdown.drainSeconds"
}}
{{- range $name, $_ := .Values.settings }}
{{- $letters := lower $name | replace "-" "" | replace "_" "" }}
{{- if hasPrefix "clipcoder.security.keys[" $letters }}
{{- fail (printf "settings: %s would put a key into the values. Keys come by security.existingSecret." $name) }}
{{- end }}
{{- with get $own $letters }}
{{- fail (printf "settings: %s is set by %s." $name .) }}
{{- end }}
{{- end }}
{{- range $where, $variables := dict "extraEnv" .Values.extraEnv "model.init.env" .Values.model.init.env }}
{{- range $variables }}
{{- if and .value (regexMatch "(PASSWORD|TOKEN|SECRET|KEY|CREDENTIAL|DATABASE_?URL)" (upper .name)) }}
{{- fail (printf "%s: %s looks like a secret. Give it by valueFrom.secretKeyRef." $where .name) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "clipcoder.checks.surroundings" -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.hosts) }}
{{- fail "ingress.enabled is true: set ingress.hosts to the names by which the service is called." }}
{{- end }}
{{- if and .Values.monitoring.serviceMonitor.enabled .Values.security.existingSecret (not .Values.monitoring.serviceMonitor.existingSecret) }}
{{- fail "Prometheus needs an API key of the role metrics: set monitoring.serviceMonitor.existingSecret to a secret with one." }}
{{- end }}
{{- if and .Values.textgen.baseUrl (not .Values.textgen.model) }}
{{- fail "textgen.baseUrl is set: set textgen.model to the name of the model there." }}
{{- end }}
{{- if and .Values.monitoring.serviceMonitor.enabled .Values.networkPolicy.enabled .Values.networkPolicy.from (not .Values.networkPolicy.metricsFrom) }}
{{- fail "networkPolicy.from keeps Prometheus out: set networkPolicy.metricsFrom to where it is." }}
{{- end }}
{{- if eq .Values.service.trafficTo .Release.Name }}
{{- fail "service.trafficTo names this release itself. Leave it empty." }}
{{- end }}
{{- end }}
