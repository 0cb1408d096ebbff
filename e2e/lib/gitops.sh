# shellcheck shell=bash
# What GitOps tools make of our resources, tried with the libraries that they have in them.

try_gitops() (
    has go || install_packages "Trying the scripts for GitOps tools" golang-go
    cd "$E2E/gitops" || exit
    persistently go mod download
    say "trying what GitOps tools make of the resources"
    # Go does not see that files outside of the module have changed, and would tell of the last time.
    go test -count=1 .
)
