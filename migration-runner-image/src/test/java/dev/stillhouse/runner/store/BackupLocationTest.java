package dev.stillhouse.runner.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupLocationTest {

    @Test
    void aNamespaceAndAName() {
        assertThat(Dump.ok(BackupLocation.parse("shop/orders.v2-17")))
                .isEqualTo(new BackupLocation("shop", "orders.v2-17"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "shop",
                "shop/",
                "/orders",
                "shop/orders/1",
                "../orders",
                "shop/..",
                "shop/.",
                "./orders",
                "/etc/x",
                "shop/Orders",
                "shop/orders 1",
                "shop/orders_unfinished",
                "shop/orders\n",
                "shop\\orders",
                "shop/-orders"
            })
    void nothingThatLeadsElsewhere(String text) {
        assertThat(Dump.trouble(BackupLocation.parse(text)).reason()).isEqualTo(Reason.BackupNotFound);
    }

    @Test
    void nothingTooLongForAFile() {
        assertThat(Dump.trouble(BackupLocation.parse("shop/" + "o".repeat(241))).message())
                .contains("240");
    }
}
