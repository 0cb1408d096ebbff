# shellcheck shell=bash
# Maven, only when a source has changed since it last ran.

readonly PACKAGED=$E2E/target/packaged
readonly MODULES=(crds operator migration-runner-image helm e2e)

# Sources of all modules, without what a build leaves behind.
sources_digest() {
    local paths=(pom.xml) module
    for module in "${MODULES[@]}"; do
        paths+=("$module/pom.xml")
        if [[ -d $ROOT/$module/src/main ]]; then paths+=("$module/src/main"); fi
    done
    digest_of "$ROOT" "${paths[@]}"
}

is_packaged() {
    [[ -d $ROOT/operator/target/quarkus-app && -s $ROOT/migration-runner-image/target/stillhouse-runner.jar ]] &&
        [[ -s $E2E/target/classpath && $(cat "$PACKAGED" 2>/dev/null) == "$(sources_digest)" ]]
}

# Compiles and packages all modules; tests and formatting are e2e/test's business.
package_modules() {
    is_packaged || exclusively maven package_all
}

package_all() {
    # Somebody else may have done it meanwhile.
    if is_packaged; then return; fi
    say "packaging all modules with Maven (log: $CACHE/maven.log)"
    (
        cd "$ROOT" || exit
        quietly "$CACHE/maven.log" mvn -B -ntp package -Dmaven.test.skip -Dspotless.check.skip
    )
    sources_digest >"$PACKAGED"
}
