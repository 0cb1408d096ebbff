package dev.stillhouse.runner.project.alembic;

import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.model.Refusal;

/** How a request to the bridge ended. */
sealed interface BridgeReply {

    record Answer(JsonObject result) implements BridgeReply {}

    record Refused(Refusal refusal) implements BridgeReply {}

    /** The connection ended before there was an answer. */
    record Lost(String why) implements BridgeReply {}
}
