package io.aspectvm.runtime.host.context;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.host.ContextMessages;
import io.aspectvm.runtime.host.RuntimeContextKey;
import java.math.BigInteger;

/** The keys {@code env.*}. */
final class EnvironmentValues {

  private static final long MILLISECONDS = 1_000;

  private EnvironmentValues() {}

  /** The keys of the EVM's parameters. */
  static byte[] load(RuntimeContextKey key, EvmConfiguration evm) {
    return switch (key) {
      case ENV_EXTRA_EIPS -> ContextMessages.ints(evm.extraEips());
      case ENV_ENABLE_CREATE -> ContextMessages.bool(evm.enableCreate());
      case ENV_ENABLE_CALL -> ContextMessages.bool(evm.enableCall());
      case ENV_ALLOW_UNPROTECTED_TXS -> ContextMessages.bool(evm.allowUnprotectedTransactions());
      default -> load(key, evm.chain());
    };
  }

  private static byte[] load(RuntimeContextKey key, ChainConfiguration chain) {
    return switch (key) {
      case ENV_CHAIN_CHAIN_ID -> ContextMessages.uint(chain.chainId().longValue());
      case ENV_CHAIN_DAO_FORK_SUPPORT -> ContextMessages.bool(chain.daoForkSupport());
      case ENV_CHAIN_HOMESTEAD_BLOCK -> block(chain, Fork.HOMESTEAD);
      case ENV_CHAIN_DAO_FORK_BLOCK -> block(chain, Fork.DAO);
      case ENV_CHAIN_EIP150_BLOCK -> block(chain, Fork.EIP150);
      case ENV_CHAIN_EIP155_BLOCK -> block(chain, Fork.EIP155);
      case ENV_CHAIN_EIP158_BLOCK -> block(chain, Fork.EIP158);
      case ENV_CHAIN_BYZANTIUM_BLOCK -> block(chain, Fork.BYZANTIUM);
      case ENV_CHAIN_CONSTANTINOPLE_BLOCK -> block(chain, Fork.CONSTANTINOPLE);
      case ENV_CHAIN_PETERSBURG_BLOCK -> block(chain, Fork.PETERSBURG);
      case ENV_CHAIN_ISTANBUL_BLOCK -> block(chain, Fork.ISTANBUL);
      case ENV_CHAIN_MUIR_GLACIER_BLOCK -> block(chain, Fork.MUIR_GLACIER);
      case ENV_CHAIN_BERLIN_BLOCK -> block(chain, Fork.BERLIN);
      case ENV_CHAIN_LONDON_BLOCK -> block(chain, Fork.LONDON);
      case ENV_CHAIN_ARROW_GLACIER_BLOCK -> block(chain, Fork.ARROW_GLACIER);
      case ENV_CHAIN_GRAY_GLACIER_BLOCK -> block(chain, Fork.GRAY_GLACIER);
      case ENV_CHAIN_MERGE_NET_SPLIT_BLOCK -> block(chain, Fork.MERGE_NET_SPLIT);
      case ENV_CHAIN_SHANGHAI_TIME -> time(chain, TimedFork.SHANGHAI);
      case ENV_CHAIN_CANCUN_TIME -> time(chain, TimedFork.CANCUN);
      case ENV_CHAIN_PRAGUE_TIME -> time(chain, TimedFork.PRAGUE);
      default -> null;
    };
  }

  /** An unset block crashes, an unset time is 0: so it is in the node. */
  private static byte[] block(ChainConfiguration chain, Fork fork) {
    BigInteger block = chain.forkBlocks().get(fork);
    if (block == null) {
      throw new GuestCrash("the chain has no block for " + fork);
    }
    return ContextMessages.uint(block.longValue());
  }

  private static byte[] time(ChainConfiguration chain, TimedFork fork) {
    return ContextMessages.uint(chain.forkTimes().getOrDefault(fork, 0L));
  }

  /** The keys {@code env.consensusParams.*}. */
  static byte[] load(RuntimeContextKey key, ConsensusParameters consensus) {
    return switch (key) {
      case ENV_CONSENSUS_PARAMS_BLOCK_MAX_GAS ->
          ContextMessages.uint(part(consensus.block()).maxGas());
      case ENV_CONSENSUS_PARAMS_BLOCK_MAX_BYTES ->
          ContextMessages.uint(part(consensus.block()).maxBytes());
      case ENV_CONSENSUS_PARAMS_EVIDENCE_MAX_AGE_DURATION ->
          ContextMessages.uint(part(consensus.evidence()).maxAge().toMillis() / MILLISECONDS);
      case ENV_CONSENSUS_PARAMS_EVIDENCE_MAX_AGE_NUM_BLOCKS ->
          ContextMessages.uint(part(consensus.evidence()).maxAgeInBlocks());
      case ENV_CONSENSUS_PARAMS_EVIDENCE_MAX_BYTES ->
          ContextMessages.uint(part(consensus.evidence()).maxBytes());
      case ENV_CONSENSUS_PARAMS_VALIDATOR_PUB_KEY_TYPES ->
          ContextMessages.strings(part(consensus.validator()).publicKeyTypes());
      case ENV_CONSENSUS_PARAMS_APP_VERSION ->
          ContextMessages.uint(part(consensus.version()).application());
      default -> null;
    };
  }

  private static <T> T part(T part) {
    if (part == null) {
      throw new GuestCrash("a part of the consensus parameters is missing");
    }
    return part;
  }
}
