# shellcheck shell=bash
# What scripts ask of the cluster that is up.

# Prints what a statement answers in the PostgreSQL of the cluster, and nothing else.
#   in_postgres DATABASE SQL
in_postgres() { kubectl exec deployment/postgres -- psql -h /tmp -U postgres -d "$1" -qAtc "$2"; }
