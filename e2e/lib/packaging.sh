# shellcheck shell=bash
# Maven, only when a source has changed since it last ran.

readonly MODULES=(crds operator migration-runner-image helm e2e)

# Compiles and packages modules, or all of them; tests and formatting are e2e/test's business.
#   package_modules [MODULE…]    each after those that it needs
package_modules() {
    if [[ $# == 0 ]]; then set -- "${MODULES[@]}"; fi
    is_packaged "$@" || exclusively maven package "$@"
}

is_packaged() {
    local module
    for module in "$@"; do
        [[ -e $ROOT/$module/$(artefact_of "$module") ]] || return
    done
    [[ $(cat "$(packaged_of "$@")" 2>/dev/null) == "$(sources_digest "$@")" ]]
}

# What others need of a module, and a `mvn clean` would have taken away.
artefact_of() {
    case $1 in
        operator) echo target/quarkus-app ;;
        migration-runner-image) echo target/stillhouse-runner.jar ;;
        e2e) echo target/classpath ;;
        *) echo pom.xml ;;
    esac
}

# The file that says of which sources they are, beside the last of them.
packaged_of() { echo "$ROOT/${!#}/target/packaged"; }

# Sources of modules, without what a build leaves behind.
sources_digest() {
    local paths=(pom.xml) module
    for module in "$@"; do
        paths+=("$module/pom.xml")
        if [[ -d $ROOT/$module/src/main ]]; then paths+=("$module/src/main"); fi
    done
    digest_of "$ROOT" "${paths[@]}"
}

package() {
    local log=$CACHE/maven-${!#}.log
    # Somebody else may have done it meanwhile.
    if is_packaged "$@"; then return; fi
    say "packaging $* with Maven (log: $log)"
    (
        cd "$ROOT" || exit
        quietly "$log" mvn -B -ntp package --projects "$(IFS=, && echo "$*")" -Dmaven.test.skip -Dspotless.check.skip
    )
    sources_digest "$@" >"$(packaged_of "$@")"
}
