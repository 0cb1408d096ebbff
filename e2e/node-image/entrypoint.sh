#!/bin/bash
# Starts one Kubernetes node and says so in k3s' words, which is what Testcontainers waits for:
#   entrypoint.sh server [--tls-san=NAME]… [other options of k3s, which are ignored]
set -euo pipefail

readonly PKI=/etc/kubernetes/pki
readonly SETTINGS=/etc/stillhouse-node
readonly LOGS=/var/log/stillhouse-node
readonly RESOURCES=/var/lib/stillhouse-node
readonly ADMIN=/etc/rancher/k3s/k3s.yaml
node_name=$(hostname)
node_address=$(hostname -I | cut -d ' ' -f 1)
cgroup_root="stillhouse-node-$node_name"

say() { echo "node: $*"; }

# Runs a program in the background, with its output in a file of its own.
start() {
    local program=$1
    say "starting $program"
    "$@" >"$LOGS/$program.log" 2>&1 &
    echo "$program" >"$LOGS/$!.pid"
}

# Pods bind-mount from here; kubelet wants one cgroup of the node's own in every hierarchy.
prepare_host() {
    mount --make-rshared /
    mkdir -p "$LOGS" "$(dirname "$ADMIN")"
    sysctl -qw net.ipv4.ip_forward=1
    local hierarchy
    if [[ -e /sys/fs/cgroup/cgroup.controllers ]]; then
        mkdir -p "/sys/fs/cgroup/$cgroup_root"
        return
    fi
    for hierarchy in /sys/fs/cgroup/*/; do
        mkdir -p "$hierarchy$cgroup_root" 2>/dev/null || true
        # A new cpuset has no cores and no memory, and refuses processes until it gets some.
        if [[ -e ${hierarchy}cpuset.cpus ]]; then
            cat "${hierarchy}cpuset.cpus" >"$hierarchy$cgroup_root/cpuset.cpus"
            cat "${hierarchy}cpuset.mems" >"$hierarchy$cgroup_root/cpuset.mems"
        fi
    done
}

# The names and addresses under which clients may reach the API server: --tls-san=NAME, once or more.
tls_names() {
    local option names="localhost, 127.0.0.1"
    for option in "$@"; do
        if [[ $option == --tls-san=* ]]; then names+=", ${option#--tls-san=}"; fi
    done
    echo "$names"
}

write_settings() {
    local version
    version=$(kubeadm version -o short)
    sed -i "s/NODE_ADDRESS/$node_address/; s/NODE_NAME/$node_name/; s/KUBERNETES_VERSION/$version/; s/TLS_NAMES/$(tls_names "$@")/" \
        "$SETTINGS/kubeadm.yaml"
    sed -i "s/CGROUP_ROOT/$cgroup_root/" "$SETTINGS/kubelet.yaml"
}

create_certificates() {
    say "creating certificates"
    kubeadm init phase certs all --config "$SETTINGS/kubeadm.yaml" >"$LOGS/kubeadm.log" 2>&1
    kubeadm init phase kubeconfig all --config "$SETTINGS/kubeadm.yaml" >>"$LOGS/kubeadm.log" 2>&1
    cp /etc/kubernetes/super-admin.conf "$ADMIN"
    kubectl config rename-context "$(kubectl config current-context)" default >/dev/null
}

start_api_server() {
    start kube-apiserver \
        --advertise-address="$node_address" --secure-port=6443 --allow-privileged=true \
        --etcd-servers=http://127.0.0.1:2379 --service-cluster-ip-range=10.43.0.0/16 \
        --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction \
        --client-ca-file=$PKI/ca.crt \
        --tls-cert-file=$PKI/apiserver.crt --tls-private-key-file=$PKI/apiserver.key \
        --kubelet-client-certificate=$PKI/apiserver-kubelet-client.crt \
        --kubelet-client-key=$PKI/apiserver-kubelet-client.key \
        --kubelet-preferred-address-types=InternalIP \
        --service-account-issuer=https://kubernetes.default.svc.cluster.local \
        --service-account-key-file=$PKI/sa.pub --service-account-signing-key-file=$PKI/sa.key \
        --proxy-client-cert-file=$PKI/front-proxy-client.crt --proxy-client-key-file=$PKI/front-proxy-client.key \
        --requestheader-client-ca-file=$PKI/front-proxy-ca.crt --requestheader-allowed-names=front-proxy-client \
        --requestheader-extra-headers-prefix=X-Remote-Extra- --requestheader-group-headers=X-Remote-Group \
        --requestheader-username-headers=X-Remote-User
}

start_controllers() {
    start kube-controller-manager \
        --kubeconfig=/etc/kubernetes/controller-manager.conf \
        --authentication-kubeconfig=/etc/kubernetes/controller-manager.conf \
        --authorization-kubeconfig=/etc/kubernetes/controller-manager.conf \
        --leader-elect=false --use-service-account-credentials=true \
        --root-ca-file=$PKI/ca.crt --service-account-private-key-file=$PKI/sa.key \
        --cluster-signing-cert-file=$PKI/ca.crt --cluster-signing-key-file=$PKI/ca.key
    start kube-scheduler --kubeconfig=/etc/kubernetes/scheduler.conf --leader-elect=false
}

start_node() {
    start kubelet --config="$SETTINGS/kubelet.yaml" --kubeconfig=/etc/kubernetes/kubelet.conf \
        --hostname-override="$node_name" --node-ip="$node_address"
    start kube-proxy --config="$SETTINGS/kube-proxy.yaml" --hostname-override="$node_name"
}

# Tries a command until it succeeds, for a time that is long even on a busy machine.
until_success() {
    local give_up=$((SECONDS + 300))
    until "$@" >/dev/null 2>&1; do
        if ((SECONDS > give_up)); then
            say "gave up on: $*"
            tail -n 20 "$LOGS"/*.log
            exit 1
        fi
        sleep 0.2
    done
}

load_images() {
    until_success ctr version
    local archive
    for archive in "$RESOURCES"/images/*.tar; do
        ctr -n k8s.io images import "$archive" >/dev/null
    done
}

bring_up() {
    kubectl apply -f "$RESOURCES/manifests" >/dev/null
    until_success kubectl get node "$node_name"
    kubectl wait --for=condition=Ready "node/$node_name" --timeout=300s >/dev/null
    start provision-volumes.sh
    say "Node controller sync successful"
    wait
}

# Any program that ends takes the node with it, with its last words on standard output.
supervise() {
    local ended=0 pid
    wait -n -p pid || ended=$?
    local program
    program=$(cat "$LOGS/$pid.pid" 2>/dev/null || echo "the start-up")
    say "$program ended ($ended); its last words:"
    tail -n 20 "$LOGS/$program.log" 2>/dev/null || true
    exit 1
}

# The cgroups are the host's: they go once nothing is left in them.
# shellcheck disable=SC2317 # called by the trap
stop() {
    trap '' TERM
    kill -KILL -1 2>/dev/null || true
    local attempt
    for ((attempt = 0; attempt < 20; attempt++)); do
        find /sys/fs/cgroup -depth -type d -path "*/$cgroup_root*" -exec rmdir {} + 2>/dev/null || true
        if [[ -z $(find /sys/fs/cgroup -maxdepth 2 -name "$cgroup_root") ]]; then break; fi
        sleep 0.1
    done
    exit 0
}

main() {
    trap stop TERM INT
    # A quarter of the API server's time went into collecting garbage. Processors are scarce here, memory is not.
    export GOGC=400 GOMEMLIMIT=1GiB
    prepare_host
    write_settings "$@"
    start etcd --data-dir=/var/lib/etcd --unsafe-no-fsync --log-level=warn
    start containerd --config "$SETTINGS/containerd.toml"
    create_certificates
    start_api_server
    load_images
    # The controllers give up early on an API server that does not answer yet.
    until_success kubectl get --raw /readyz
    start_controllers
    start_node
    bring_up &
    supervise
}

main "$@"
