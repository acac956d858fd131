package io.aspectvm.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.aspectvm.runtime.host.ByteKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What wallets send is what the contract understands. */
class CoreContractCallsTest extends CoreContractFixture {

  private static final Property PROPERTY = new Property(ByteKey.of("key"), new byte[] {1});

  private byte[] done(byte[] callData) {
    CoreResult result = contract.execute(context(SENDER), callData, GAS);
    assertNull(result.error());
    return result.output();
  }

  private ByteKey deploy() {
    ByteKey aspect = CoreContractCalls.aspectId(SENDER, 0);
    assertEquals(nextAspect(), aspect);
    done(
        CoreContractCalls.deploy(
            new Deployment(
                module(10),
                new byte[] {9},
                List.of(PROPERTY),
                SENDER,
                new byte[] {8},
                CALL_LEVEL)));
    return aspect;
  }

  @Test
  void deploysAndUpgrades() {
    ByteKey aspect = deploy();
    assertArrayEquals(new byte[] {9}, node.initInput.getCallData().toByteArray());
    assertArrayEquals(module(10), deployed().code(aspect, 1).orElseThrow());
    assertEquals(CALL_LEVEL, deployed().version(aspect, 1).orElseThrow().joinPoints());
    done(CoreContractCalls.upgrade(new Upgrade(aspect, module(20), List.of(), VERIFIER)));
    assertArrayEquals(module(20), deployed().code(aspect, 2).orElseThrow());
    assertEquals(VERIFIER, deployed().version(aspect, 2).orElseThrow().joinPoints());
    assertArrayEquals(PROPERTY.value(), deployed().get(aspect, 2, PROPERTY.key()));
  }

  @Test
  void bindsAndUnbinds() {
    ByteKey aspect = deploy();
    done(CoreContractCalls.upgrade(new Upgrade(aspect, module(20), List.of(), CALL_LEVEL)));
    done(CoreContractCalls.bind(aspect, 1, CONTRACT, -128));
    assertEquals(List.of(new BoundAspect(aspect, 1, -128, CALL_LEVEL)), deployed().of(CONTRACT));
    done(CoreContractCalls.changeVersion(aspect, CONTRACT, 2));
    assertEquals(List.of(new BoundAspect(aspect, 2, -128, CALL_LEVEL)), deployed().of(CONTRACT));
    done(CoreContractCalls.unbind(aspect, CONTRACT));
    assertEquals(List.of(), deployed().of(CONTRACT));
  }

  @Test
  void runsOperations() {
    ByteKey aspect = deploy();
    done(CoreContractCalls.operation(aspect, new byte[] {5, 6}));
    assertArrayEquals(new byte[] {5, 6}, node.operationInput.getCallData().toByteArray());
  }
}
