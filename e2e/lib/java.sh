# shellcheck shell=bash
# Finds a JDK that is new enough, whatever `java` on the PATH is.

readonly REQUIRED_JAVA=25

# The feature release of a JDK, from the file that every JDK carries; nothing for a JRE or no JDK.
java_release_of() {
    local home=$1
    [[ -x $home/bin/javac && -r $home/release ]] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release"
}

java_homes() {
    if [[ -n ${JAVA_HOME:-} ]]; then echo "$JAVA_HOME"; fi
    if has javac; then dirname "$(dirname "$(real_path "$(command -v javac)")")"; fi
    local home
    for home in /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [[ -d $home ]]; then echo "$home"; fi
    done
}

# Exports JAVA_HOME. The person's own choice wins if it is new enough.
use_java() {
    local home release
    while read -r home; do
        release=$(java_release_of "$home")
        if [[ -n $release && $release -ge $REQUIRED_JAVA ]]; then
            export JAVA_HOME=$home
            export PATH=$JAVA_HOME/bin:$PATH
            say "JDK $release: $JAVA_HOME"
            return
        fi
    done < <(java_homes)
    fail "no JDK $REQUIRED_JAVA or newer found. Install one (for example Eclipse Temurin $REQUIRED_JAVA)" \
        "and set JAVA_HOME to it; it is also found in the usual folders for JDKs."
}

use_maven() {
    has mvn || install_packages "Building with Maven" maven
}
