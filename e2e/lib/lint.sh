# shellcheck shell=bash
# What can be said of scripts and workflows without running them, and of the version and the changelog.

readonly ACTIONLINT=github.com/rhysd/actionlint/cmd/actionlint@v1.7.12

# Every script that Git has or could have: what a shell sources, and what a shell runs.
shell_scripts() {
    files_like '*.sh' ':!*/resources/*'
    git -C "$ROOT" grep --untracked -lzE '^#!/(usr/)?bin/(env )?(ba)?sh' -- ':(exclude,glob)**/*.*'
}

# Scripts that Java hands to a container's shell, without a first line that would name it.
embedded_scripts() { files_like '*/resources/*.sh'; }

# Git still lists what has been deleted since the last commit.
files_like() {
    local file
    git -C "$ROOT" ls-files -z --cached --others --exclude-standard "$@" |
        while IFS= read -r -d '' file; do
            if [[ -e $ROOT/$file ]]; then printf '%s\0' "$file"; fi
        done
}

lint() (
    cd "$ROOT" || exit
    # A clone may belong to somebody else, which Git distrusts without being told.
    export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0=$ROOT
    git rev-parse --git-dir >/dev/null || fail "checking scripts needs this to be a clone: Git lists what belongs to the repository"
    shellcheck=$(debian_program shellcheck shellcheck usr/bin/shellcheck)
    actionlint=$(go_program actionlint "$ACTIONLINT")
    say "checking scripts, workflows, the version and the changelog"
    shell_scripts | xargs -0 "$shellcheck" --severity=warning --external-sources
    embedded_scripts | xargs -0 "$shellcheck" --severity=warning --shell=sh
    "$actionlint" -shellcheck "$shellcheck" -pyflakes ''
    .ci/release/version check
    .ci/release/changelog check
)
