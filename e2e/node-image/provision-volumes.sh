#!/bin/bash
# Gives each claim of the class local-path a folder of this node, and takes it away with the claim.
set -euo pipefail

readonly FOLDER=/var/lib/kubelet/local-path

# A claim waits for its first pod; the scheduler then writes down the node, and this is the only one.
provision() {
    local namespace=$1 claim=$2 uid=$3 size=$4
    local volume="pvc-$uid"
    # Open to every user, as the claim's pods choose theirs.
    install -d -m 0777 "$FOLDER/$volume"
    local attempt
    for attempt in 1 2 3 4 5; do
        # It is there already after an answer that was lost, or when the watch begins anew.
        if volume_manifest "$@" | kubectl apply -f -; then return; fi
        sleep "$attempt"
    done
}

volume_manifest() {
    local namespace=$1 claim=$2 uid=$3 size=$4
    local volume="pvc-$uid"
    cat <<MANIFEST
apiVersion: v1
kind: PersistentVolume
metadata:
  name: $volume
spec:
  storageClassName: local-path
  persistentVolumeReclaimPolicy: Retain
  capacity: { storage: "$size" }
  accessModes: [ReadWriteOnce, ReadWriteMany]
  claimRef: { apiVersion: v1, kind: PersistentVolumeClaim, namespace: $namespace, name: $claim, uid: $uid }
  hostPath: { path: $FOLDER/$volume }
MANIFEST
}

watch_claims() {
    local columns='{.metadata.namespace} {.metadata.name} {.metadata.uid} {.spec.resources.requests.storage}'
    columns+=' {.status.phase}/{.spec.storageClassName}/{.metadata.annotations.volume\.kubernetes\.io/selected-node}{"\n"}'
    kubectl get persistentvolumeclaims --all-namespaces --watch -o "jsonpath=$columns" |
        while read -r namespace claim uid size state; do
            if [[ $state == Pending/local-path/?* ]]; then
                provision "$namespace" "$claim" "$uid" "$size"
            fi
        done
}

watch_volumes() {
    local columns='{.metadata.name} {.status.phase}/{.spec.storageClassName}{"\n"}'
    kubectl get persistentvolumes --watch -o "jsonpath=$columns" |
        while read -r volume state; do
            if [[ $state == Released/local-path ]]; then
                kubectl delete persistentvolume "$volume" --wait=false
                rm -rf "${FOLDER:?}/$volume"
            fi
        done
}

# A watch ends when the API server closes it.
repeat() {
    while true; do
        "$1" || true
        sleep 1
    done
}

repeat watch_claims &
repeat watch_volumes
