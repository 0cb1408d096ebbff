# shellcheck shell=bash
# The steps of e2e/flux, and what has to be so after them. A failure ends the story.

readonly MANIFEST=orders/migration/database-migration.yaml DEPLOYMENT=orders/app/deployment.yaml
readonly PATIENCE=300  # seconds

REVISION=  # of the last commit, as Flux calls it

prepare_cluster() {
    has jq || install_packages "Reading what is in the cluster" jq
    use_engine
    choose_image_source
    need_kubectl
    beside "$E2E/cluster" up
    make_flux_controllers
    use_base_images
    build_releases_of_orders
    local images=() releases=() controller release
    images+=("$(build_git_image)")
    for controller in "${FLUX_CONTROLLERS[@]}"; do images+=("$(build_flux_image "$controller")"); done
    for release in 1.4.2 1.5.0 1.6.0 1.6.1; do releases+=("$(release_of_orders "$release")"); done
    joined
    "$E2E/cluster" load "${images[@]}" "${releases[@]}"
    export KUBECONFIG=$CACHE/kubeconfig PATH=$CACHE/bin:$PATH
    release_operator
    install_flux "${images[@]}"
}

# Takes away what an earlier story has left.
begin_anew() {
    # One that waits for the health of something would end first.
    kubectl rollout restart -n flux-system deployment/kustomize-controller >/dev/null
    kubectl delete gitrepositories,kustomizations --all -n flux-system --timeout 120s >/dev/null
    kubectl create namespace shop --dry-run=client -o yaml | kubectl apply -f - >/dev/null
    kubectl delete deployment,dbm --all -n shop --cascade=foreground >/dev/null
    kubectl delete mbackup --all -n shop >/dev/null
    kubectl delete pvc --all -n shop >/dev/null
    in_postgres postgres 'DROP DATABASE IF EXISTS orders WITH (FORCE)' >/dev/null
    "$E2E/cluster" database orders
    local url
    url=$(kubectl get secret orders -o 'jsonpath={.data.url}' | base64 --decode)
    kubectl create secret generic orders-database -n shop --from-literal "url=$url" --dry-run=client -o yaml |
        kubectl apply -f - >/dev/null
}

# An empty repository, a clone of it, and Flux that follows it.
open_repository() {
    local address
    kubectl rollout restart -n git deployment/git >/dev/null
    kubectl rollout status -n git deployment/git --timeout 120s >/dev/null
    beside kubectl port-forward -n git service/git :80 >"$FOLDER/forward" 2>&1
    within 30 "a way to the Git server" grep -q '^Forwarding from 127' "$FOLDER/forward"
    address=$(sed -n 's/^Forwarding from \(127[^ ]*\) .*/\1/p' "$FOLDER/forward")
    # A proxy for the internet knows no way to it; Go's programs know that of themselves.
    git clone --quiet --config http.proxy= "http://$address/git/deploy.git" "$CLONE" 2>/dev/null
    git -C "$CLONE" config user.name "A developer"
    git -C "$CLONE" config user.email developer@example.com
    kubectl apply -f "$E2E/gitops/flux/sync.yaml" >/dev/null
}

# Repeats a command until it succeeds.
#   within SECONDS WHAT COMMAND…
within() {
    local give_up=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do
        if ((SECONDS > give_up)); then
            kubectl get gitrepository,kustomization -n flux-system >&2 || true
            kubectl get dbm,mrun,pods -n shop -o wide >&2 || true
            fail "waited in vain for $what"
        fi
        sleep 1
    done
}

#   expect WHAT IS SHOULD-BE
expect() {
    [[ $2 == "$3" ]] || fail "$1: it is '$2', and should be '$3'"
    tell "✓ $1: ${2:-none}"
}

# Shows a command of git as one would type it in the clone.
in_clone() {
    printf '\n   $ git %s\n' "$*"
    git -C "$CLONE" "$@" 2>&1 | indented
}

# Commits what has changed, if a message is given, pushes, and tells Flux, as a webhook of the Git server would.
#   push [MESSAGE]
push() {
    git -C "$CLONE" add --all
    if [[ $# == 1 ]]; then in_clone commit --quiet --message "$1"; fi
    git -C "$CLONE" show --stat --format= HEAD | indented
    git -C "$CLONE" show --format= --unified=0 --diff-filter=M HEAD -- orders | sed -n "s|^[-+] .*|&|p" | indented
    in_clone push --quiet origin HEAD:main
    REVISION=main@sha1:$(git -C "$CLONE" rev-parse HEAD)
    PUSHED=$SECONDS
    reconcile gitrepository flux-system >/dev/null
}

# Asks for a reconciliation as `flux reconcile` does, and prints by which token it is known. What has been written as kubectl,
# Flux would take back.
reconcile() {
    local token
    token=$(date +%s).$RANDOM
    kubectl annotate --overwrite --field-manager flux -n flux-system "$1/$2" \
        "reconcile.fluxcd.io/requestedAt=$token" >/dev/null
    echo "$token"
}

# Changes the image in both manifests.
set_release() {
    local file
    for file in "$MANIFEST" "$DEPLOYMENT"; do edit "$CLONE/$file" "s|\(image: registry.example.com/orders:\).*|\1$1|"; done
}

without_expressions() { edit "$CLONE/clusters/prod/orders.yaml" '/healthCheckExprs:/,/^---/{/^---/!d;}'; }

of_kustomization() { kubectl get kustomization -n flux-system "$1" --ignore-not-found -o "jsonpath=$2"; }

ready_of() { of_kustomization "$1" '{.status.conditions[?(@.type=="Ready")].status}'; }

is_ready() { [[ $(of_kustomization "$1" '{.status.lastAppliedRevision}') == "$REVISION" && $(ready_of "$1") == True ]]; }

has_failed() {
    local reason='{.status.conditions[?(@.type=="Ready")].reason}'
    [[ $(of_kustomization "$1" "{.status.lastAttemptedRevision} $reason") == "$REVISION HealthCheckFailed" ]]
}

await_ready() {
    local name
    for name in "$@"; do
        within "$PATIENCE" "the Kustomization $name to be ready with $REVISION" is_ready "$name"
        tell "✓ the Kustomization $name is ready, $((SECONDS - PUSHED)) s after the commit"
    done
}

of_migration() { kubectl get dbm/orders -n shop --ignore-not-found -o "jsonpath=$1"; }

is_applied() { [[ -n $(of_migration '{.metadata.uid}') ]]; }

# Until Flux has brought a DatabaseMigration that the operator has not seen.
await_applied() {
    within "$PATIENCE" "the DatabaseMigration" is_applied
    expect "the status of the new DatabaseMigration" "$(of_migration '{.status}')" '{"observedGeneration":-1}'
}

# Until Flux has given up on a DatabaseMigration, which says why in its condition, with the application untouched.
#   await_failure PART-OF-THE-MESSAGE CONDITION
await_failure() {
    local message condition="{.status.conditions[?(@.type==\"$2\")]"
    within "$PATIENCE" "the Kustomization orders-migration to fail with $REVISION" has_failed orders-migration
    tell "✓ the Kustomization orders-migration has failed, $((SECONDS - PUSHED)) s after the commit"
    run kubectl get kustomizations -n flux-system
    run kubectl get dbm/orders -n shop -o wide
    expect "the condition $2 of the DatabaseMigration" "$(of_migration "$condition.status}")" True
    message=$(of_migration "$condition.message}")
    [[ $message == *"$1"* ]] || fail "the message of the DatabaseMigration does not tell of '$1': $message"
}

cannot_be_pulled() {
    [[ $(of_migration '{.status.conditions[?(@.type=="Ready")].reason}') == ImagePullFailed ]]
}

is_gone() { [[ -z $(kubectl get -n "$2" "$1" --ignore-not-found -o name) ]]; }

await_gone() {
    within "$PATIENCE" "$1 to be deleted" is_gone "$1" "$2"
    tell "✓ $1 is gone"
}

names_of() { kubectl get "$1" -n shop -o 'jsonpath={.items[*].metadata.name}'; }

expect_database() {
    expect "the revision of the database" "$(in_postgres orders 'SELECT version_num FROM alembic_version')" "$1"
}

image_of_application() {
    kubectl get deployment/orders -n shop --ignore-not-found -o 'jsonpath={.spec.template.spec.containers[0].image}'
}

last_run() { of_migration '{.status.lastRun.name}'; }

image_of_last_down() {
    kubectl get mrun -n shop -o json | jq -r '[.items[] | select(.status.reason == "Downgraded")][-1].spec.project.image'
}

# It serves this release: its container has found the database at its own head when it started, the first time.
expect_application() {
    expect "the image of the application" "$(image_of_application)" "$(release_of_orders "$1")"
    kubectl rollout status --timeout "${PATIENCE}s" -n shop deployment/orders >/dev/null
    expect "starts of the application that found the database elsewhere" "$(failed_starts)" 0
}

failed_starts() {
    kubectl get pods -n shop -l app=orders -o json | jq '[.items[].status.containerStatuses[]?.restartCount] | add'
}

# Flux has changed the Deployment only after the last run of the migration had ended.
expect_migration_first() {
    local ended applied
    ended=$(kubectl get mrun -n shop "$(last_run)" -o 'jsonpath={.status.completionTime}')
    applied=$(kubectl get deployment/orders -n shop --show-managed-fields -o json |
        jq -r '.metadata.managedFields[] | select(.manager == "kustomize-controller") | .time')
    [[ ! ${applied:0:19} < ${ended:0:19} ]] || fail "Flux has applied the application at $applied, before the run ended at $ended"
    tell "✓ the run ended at $ended, and the application was applied at $applied"
}

events_of() {
    kubectl get events -n flux-system --field-selector "involvedObject.kind=Kustomization,involvedObject.name=$1" -o json |
        jq -r --arg since "$2" '.items[] | select((.lastTimestamp // .eventTime) >= $since) | .message'
}

# Lets Flux apply everything once more, so many times: nobody has written into what Git says, and Flux has nothing to correct.
expect_in_sync() {
    local times=$1 round name token before after since
    # Times are in seconds.
    sleep 2
    since=$(date -u +%FT%TZ)
    before=$(what_git_says)
    for ((round = 0; round < times; round++)); do
        for name in flux-system orders-migration orders; do
            token=$(reconcile kustomization "$name")
            within "$PATIENCE" "a reconciliation of $name" is_handled "$name" "$token"
        done
    done
    after=$(what_git_says)
    expect "reconciliations that found something to correct, of $times" "$(corrections_since "$since")" ""
    expect "what Git says, and who has written it when" "$(diff <(echo "$before") <(echo "$after"))" ""
}

is_handled() { [[ $(of_kustomization "$1" '{.status.lastHandledReconcileAt}') == "$2" ]] && [[ $(ready_of "$1") == True ]]; }

# The specs, and each writer with the time of its last change, but for those of statuses.
what_git_says() {
    kubectl get dbm,deployment,pvc -n shop --show-managed-fields -o json | jq '.items[]
        | [.kind, .metadata.generation, .metadata.labels, .metadata.annotations, .spec,
           [.metadata.managedFields[] | select(.subresource != "status") | [.manager, .operation, .time]]]'
}

corrections_since() {
    kubectl logs -n flux-system deployment/kustomize-controller --since-time "$1" |
        jq -rR 'fromjson? | select(.msg | startswith("server-side apply")) | .output | to_entries[]
            | select(.value != "unchanged") | "\(.key) \(.value)"'
}

hold_operator() {
    kubectl scale -n stillhouse deployment --all --replicas 0 >/dev/null
    kubectl wait --for=delete -n stillhouse pod --all --timeout 120s >/dev/null
}

release_operator() {
    kubectl scale -n stillhouse deployment --all --replicas 1 >/dev/null
    kubectl wait --for=condition=Available -n stillhouse deployment --all --timeout 300s >/dev/null
}
