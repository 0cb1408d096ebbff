package dev.stillhouse.runner.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainNamesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "table public.\"json\" | table public.json",
                "\"system_user\" | system_user",
                "column \"Odd\".\"json\".\"a b\" | column \"Odd\".json.\"a b\"",
                "procedure public.p(IN a integer, IN \"json\" json, OUT c text) | procedure public.p(a integer, json json, OUT c text)",
                "PROCEDURE public.p(IN integer) | PROCEDURE public.p(integer)",
            })
    void aKeywordIsWrittenAsAnyOtherName(String written, String plain) {
        assertThat(PlainNames.in(written)).isEqualTo(plain);
        assertThat(PlainNames.in(plain)).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "table \"Odd\".\"a\"\"json\"\"b\"",
                "table public.\"json\"\"\"",
                "table public.\"Json\"",
                "table public.\"2nd\"",
                "table public.\"jsön\"",
                "function public.f(\"IN \" integer, \"OUT\" integer)",
            })
    void aNameThatAlwaysNeedsQuotesKeepsThem(String text) {
        assertThat(PlainNames.in(text)).isEqualTo(text);
    }
}
