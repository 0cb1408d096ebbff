# shellcheck shell=bash
# The S3 server of the tests, compiled from its Go module once for each version.

readonly S3_SERVER_VERSION=v1.8.0

build_s3_image() (
    program=$CACHE/versitygw-$S3_SERVER_VERSION-static/versitygw
    once "$program" compile_s3_server
    folder=$(mktemp -d)
    at_exit rm -rf "$folder"
    stage_context "$folder" "$E2E/s3-image" .
    cp "$program" "$folder/"
    build_staged stillhouse-e2e/s3 "$folder"
)

# Static, so that it runs in any image; for the engine's architecture, which can be another one than this machine's.
compile_s3_server() (
    program=$1
    has go || install_packages "Compiling the S3 server of the tests" golang-go
    say "compiling the S3 server of the tests, versitygw $S3_SERVER_VERSION (log: $CACHE/compile-s3.log)"
    sources=$(mktemp -d)
    at_exit rm -rf "$sources"
    cd "$sources" || exit
    quietly "$CACHE/compile-s3.log" compile_versitygw
    mv versitygw "$program"
)

compile_versitygw() {
    go mod init s3 && persistently go get "github.com/versity/versitygw/cmd/versitygw@$S3_SERVER_VERSION" &&
        CGO_ENABLED=0 GOOS=linux GOARCH=$(node_architecture) \
            go build -trimpath -ldflags "-s -w" -o versitygw github.com/versity/versitygw/cmd/versitygw
}
