package dev.stillhouse.runner.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    @Test
    void aSecretIsTakenOutWhereverItStands() {
        assertThat(new Redaction(List.of("hidden")).text("at hidden@host, hidden."))
                .isEqualTo("at ***@host, ***.");
    }

    @Test
    void whatIsToBeHiddenLaterIsHiddenBesides() {
        assertThat(new Redaction(List.of("first secret"))
                        .and(List.of("second secret"))
                        .and(List.of())
                        .text("first secret, second secret"))
                .isEqualTo("***, ***");
    }

    /** There are many, made after it was told what to hide. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "db:5432/?Action=connect&X-Amz-Credential=AKID%2F20261130&X-Amz-Security-Token=se%2Fcret&X-Amz-Signature=0123abcd",
                "db%3A5432%2F%3FAction%3Dconnect%26X-Amz-Security-Token%3Dse%252Fcret%26X-Amz-Signature%3D0123abcd",
                "password=db:5432/?x-amz-security-token=se%2Fcret&x-amz-signature=0123abcd host=db",
            })
    void aTokenIsKnownByItsForm(String token) {
        assertThat(new Redaction(List.of()).text("could not connect with " + token))
                .startsWith("could not connect with ")
                .doesNotContain("0123abcd", "cret", "AKID");
    }
}
