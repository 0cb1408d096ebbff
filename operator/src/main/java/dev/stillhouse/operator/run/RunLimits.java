package dev.stillhouse.operator.run;

import dev.stillhouse.operator.OperatorConfig;

/** How many runs may be at work at once; 0 for any number. */
record RunLimits(int cluster, int namespace, int databaseServer) {
    static RunLimits of(OperatorConfig config) {
        var runs = config.limits().runs();
        return new RunLimits(runs.cluster(), runs.namespace(), runs.databaseServer());
    }

    int of(Scope scope) {
        return switch (scope) {
            case CLUSTER -> cluster;
            case NAMESPACE -> namespace;
            case DATABASE_SERVER -> databaseServer;
        };
    }

    /** What runs share, the narrowest first: that is what a run is told to wait for, if several are full. */
    enum Scope {
        DATABASE_SERVER,
        NAMESPACE,
        CLUSTER
    }
}
