package io.aspectvm.runtime.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractTypeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "uint256; false; 32",
        "int8; false; 32",
        "bool; false; 32",
        "address; false; 32",
        "bytes32; false; 32",
        "bytes; true; 32",
        "string; true; 32",
        "uint64[]; true; 32",
        "(address,uint64,int8)[]; true; 32",
        "(address,uint64,int8); false; 96",
        "(address,(uint64,int8)); false; 96",
        "(address,(string,int8)); true; 32",
        "(); false; 0",
        "bytes[][]; true; 32",
      })
  void canonicalTextIsReadAndWritten(String text, boolean dynamic, int headBytes) {
    ContractType type = ContractType.parse(text);
    assertEquals(text, type.toString());
    assertEquals(dynamic, type.isDynamic());
    assertEquals(headBytes, type.headBytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "uint",
        "uint7",
        "uint264",
        "uint08",
        "int0",
        "bytes33",
        "bytes0",
        "bool8",
        "word",
        "(uint8",
        "uint8)",
        "(uint8,)",
        "uint8[2]",
        "uint8 ",
        "[]",
        "uint99999999999",
        "(,uint8)",
      })
  void otherTextIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> ContractType.parse(text));
  }
}
