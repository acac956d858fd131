package io.aspectvm.cli.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.evm.ContractFunction;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.service.EvmResult;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What contracts of a scenario answer, also to calls that an aspect puts together by itself. */
class AnswersTest {

  private static final ByteKey TOKEN = Derived.address("token");
  private static final ByteKey ALICE = Derived.address("alice");
  private static final ContractFunction IS_OWNER =
      ContractFunction.of("isOwner(address)", "(bool)");

  private final World world = new World();
  private final Answers answers = new Answers(world, LocalChain.standard());

  @BeforeEach
  void aContractWithAnOwner() {
    world.setCode(TOKEN, new byte[1]);
    answers.setOwner(TOKEN, ALICE);
  }

  private static byte[] bool(boolean value) {
    return IS_OWNER.encodeResult(value);
  }

  @Test
  void contractsKnowTheirOwner() {
    EvmResult yes = answers.ask(TOKEN, IS_OWNER.encodeCall(ALICE), 7);
    assertArrayEquals(bool(true), yes.output());
    assertEquals(7, yes.gasLeft());
    EvmResult no = answers.ask(TOKEN, IS_OWNER.encodeCall(TOKEN), 7);
    assertArrayEquals(bool(false), no.output());
  }

  @Test
  void withoutAnArgumentTheyRevert() {
    byte[] call = IS_OWNER.encodeCall(ALICE);
    for (int length = ContractFunction.SELECTOR_BYTES; length < call.length; length++) {
      EvmResult result = answers.ask(TOKEN, Arrays.copyOf(call, length), 7);
      assertTrue(result.isReverted(), length + " bytes");
      assertEquals(7, result.gasLeft());
    }
    // What follows the argument is not looked at.
    assertArrayEquals(bool(true), answers.ask(TOKEN, Arrays.copyOf(call, 99), 7).output());
  }

  @Test
  void otherCallsFailAndAccountsWithoutCodeSayNothing() {
    EvmResult failed = answers.ask(TOKEN, new byte[3], 7);
    assertFalse(failed.isSuccess() || failed.isReverted());
    assertEquals(0, failed.gasLeft());
    assertEquals(EvmResult.success(null, 7), answers.ask(ALICE, new byte[3], 7));
  }
}
