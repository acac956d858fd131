package io.aspectvm.runtime.host;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of {@code runtime-api.get}: name, message of {@code aspect.v2}, and where they are
 * available (host-apis, section 8). The letters are the columns of its table: V verifyTx; P init
 * and preTxExecute; O operation; b preContractCall; a postContractCall; A postTxExecute. None is
 * available at isOwner.
 */
public enum RuntimeContextKey {
  IS_CALL("isCall", "BoolData", "VPObaA"),
  BLOCK_HEADER_PARENT_HASH("block.header.parentHash", "BytesData", "PObaA"),
  BLOCK_HEADER_MINER("block.header.miner", "BytesData", "PObaA"),
  BLOCK_HEADER_NUMBER("block.header.number", "UintData", "VPObaA"),
  BLOCK_HEADER_TIMESTAMP("block.header.timestamp", "UintData", "PObaA"),
  ENV_EXTRA_EIPS("env.extraEIPs", "IntArrayData", "VPObaA"),
  ENV_ENABLE_CREATE("env.enableCreate", "BoolData", "VPObaA"),
  ENV_ENABLE_CALL("env.enableCall", "BoolData", "VPObaA"),
  ENV_ALLOW_UNPROTECTED_TXS("env.allowUnprotectedTxs", "BoolData", "VPObaA"),
  ENV_CHAIN_CHAIN_ID("env.chain.chainId", "UintData", "VPObaA"),
  ENV_CHAIN_DAO_FORK_SUPPORT("env.chain.daoForkSupport", "BoolData", "VPObaA"),
  ENV_CHAIN_HOMESTEAD_BLOCK("env.chain.homesteadBlock", "UintData", "VPObaA"),
  ENV_CHAIN_DAO_FORK_BLOCK("env.chain.daoForkBlock", "UintData", "VPObaA"),
  ENV_CHAIN_EIP150_BLOCK("env.chain.eip150Block", "UintData", "VPObaA"),
  ENV_CHAIN_EIP155_BLOCK("env.chain.eip155Block", "UintData", "VPObaA"),
  ENV_CHAIN_EIP158_BLOCK("env.chain.eip158Block", "UintData", "VPObaA"),
  ENV_CHAIN_BYZANTIUM_BLOCK("env.chain.byzantiumBlock", "UintData", "VPObaA"),
  ENV_CHAIN_CONSTANTINOPLE_BLOCK("env.chain.constantinopleBlock", "UintData", "VPObaA"),
  ENV_CHAIN_PETERSBURG_BLOCK("env.chain.petersburgBlock", "UintData", "VPObaA"),
  ENV_CHAIN_ISTANBUL_BLOCK("env.chain.istanbulBlock", "UintData", "VPObaA"),
  ENV_CHAIN_MUIR_GLACIER_BLOCK("env.chain.muirGlacierBlock", "UintData", "VPObaA"),
  ENV_CHAIN_BERLIN_BLOCK("env.chain.berlinBlock", "UintData", "VPObaA"),
  ENV_CHAIN_LONDON_BLOCK("env.chain.londonBlock", "UintData", "VPObaA"),
  ENV_CHAIN_ARROW_GLACIER_BLOCK("env.chain.arrowGlacierBlock", "UintData", "VPObaA"),
  ENV_CHAIN_GRAY_GLACIER_BLOCK("env.chain.grayGlacierBlock", "UintData", "VPObaA"),
  ENV_CHAIN_MERGE_NET_SPLIT_BLOCK("env.chain.mergeNetSplitBlock", "UintData", "VPObaA"),
  ENV_CHAIN_SHANGHAI_TIME("env.chain.shanghaiTime", "UintData", "VPObaA"),
  ENV_CHAIN_CANCUN_TIME("env.chain.cancunTime", "UintData", "VPObaA"),
  ENV_CHAIN_PRAGUE_TIME("env.chain.pragueTime", "UintData", "VPObaA"),
  ENV_CONSENSUS_PARAMS_BLOCK_MAX_GAS("env.consensusParams.block.maxGas", "IntData", "VPObaA"),
  ENV_CONSENSUS_PARAMS_BLOCK_MAX_BYTES("env.consensusParams.block.maxBytes", "IntData", "VPObaA"),
  ENV_CONSENSUS_PARAMS_EVIDENCE_MAX_AGE_DURATION(
      "env.consensusParams.evidence.maxAgeDuration", "IntData", "VPObaA"),
  ENV_CONSENSUS_PARAMS_EVIDENCE_MAX_AGE_NUM_BLOCKS(
      "env.consensusParams.evidence.maxAgeNumBlocks", "IntData", "VPObaA"),
  ENV_CONSENSUS_PARAMS_EVIDENCE_MAX_BYTES(
      "env.consensusParams.evidence.maxBytes", "IntData", "VPObaA"),
  ENV_CONSENSUS_PARAMS_VALIDATOR_PUB_KEY_TYPES(
      "env.consensusParams.validator.pubKeyTypes", "StringArrayData", "VPObaA"),
  ENV_CONSENSUS_PARAMS_APP_VERSION("env.consensusParams.appVersion", "UintData", "VPObaA"),
  TX_TYPE("tx.type", "UintData", "VPObaA"),
  TX_CHAIN_ID("tx.chainId", "BytesData", "PObaA"),
  TX_ACCESS_LIST("tx.accessList", "EthAccessList", "VPObaA"),
  TX_NONCE("tx.nonce", "UintData", "VPObaA"),
  TX_GAS("tx.gas", "UintData", "VPObaA"),
  TX_GAS_PRICE("tx.gasPrice", "BytesData", "VPObaA"),
  TX_GAS_TIP_CAP("tx.gasTipCap", "BytesData", "VPObaA"),
  TX_GAS_FEE_CAP("tx.gasFeeCap", "BytesData", "VPObaA"),
  TX_VALUE("tx.value", "BytesData", "VPObaA"),
  TX_TO("tx.to", "BytesData", "VPObaA"),
  TX_DATA("tx.data", "BytesData", "VPObaA"),
  TX_BYTES("tx.bytes", "BytesData", "PObaA"),
  TX_HASH("tx.hash", "BytesData", "PObaA"),
  TX_UNSIGNED_BYTES("tx.unsigned.bytes", "BytesData", "VPObaA"),
  TX_UNSIGNED_HASH("tx.unsigned.hash", "BytesData", "VPObaA"),
  TX_SIG_V("tx.sig.v", "BytesData", "PObaA"),
  TX_SIG_R("tx.sig.r", "BytesData", "PObaA"),
  TX_SIG_S("tx.sig.s", "BytesData", "PObaA"),
  TX_FROM("tx.from", "BytesData", "PObaA"),
  TX_INDEX("tx.index", "UintData", "PObaA"),
  ASPECT_ID("aspect.id", "BytesData", "VPObaA"),
  ASPECT_VERSION("aspect.version", "UintData", "VPObaA"),
  MSG_FROM("msg.from", "BytesData", "Oba"),
  MSG_TO("msg.to", "BytesData", "Oba"),
  MSG_VALUE("msg.value", "BytesData", "Oba"),
  MSG_INPUT("msg.input", "BytesData", "Oba"),
  MSG_GAS("msg.gas", "UintData", "Oba"),
  MSG_INDEX("msg.index", "UintData", "ba"),
  MSG_RESULT_RET("msg.result.ret", "BytesData", "a"),
  MSG_RESULT_GAS_USED("msg.result.gasUsed", "UintData", "a"),
  MSG_RESULT_ERROR("msg.result.error", "StringData", "a"),
  RECEIPT_STATUS("receipt.status", "UintData", "A"),
  RECEIPT_LOGS("receipt.logs", "EthLogs", "A"),
  RECEIPT_GAS_USED("receipt.gasUsed", "UintData", "A"),
  RECEIPT_CUMULATIVE_GAS_USED("receipt.cumulativeGasUsed", "UintData", "A"),
  RECEIPT_BLOOM("receipt.bloom", "BytesData", "A");

  /** What values belong to, by the beginning of the key. */
  public enum Group {
    EXECUTION("isCall", "aspect."),
    BLOCK("block."),
    CONSENSUS("env.consensusParams."),
    ENVIRONMENT("env."),
    TRANSACTION("tx."),
    MESSAGE("msg."),
    RECEIPT("receipt.");

    private final String[] beginnings;

    Group(String... beginnings) {
      this.beginnings = beginnings;
    }

    private static Group of(String text) {
      return Arrays.stream(values())
          .filter(group -> Arrays.stream(group.beginnings).anyMatch(text::startsWith))
          .findFirst()
          .orElseThrow();
    }
  }

  private static final Map<String, RuntimeContextKey> BY_TEXT = new HashMap<>();

  static {
    for (RuntimeContextKey key : values()) {
      BY_TEXT.put(key.text, key);
    }
  }

  private final String text;
  private final String message;
  private final Group group;
  private final Set<JoinPoint> joinPoints;

  RuntimeContextKey(String text, String message, String columns) {
    this.text = text;
    this.message = message;
    this.group = Group.of(text);
    this.joinPoints = EnumSet.noneOf(JoinPoint.class);
    for (char column : columns.toCharArray()) {
      switch (column) {
        case 'V' -> joinPoints.add(JoinPoint.VERIFY_TX);
        case 'P' -> {
          joinPoints.add(JoinPoint.INIT);
          joinPoints.add(JoinPoint.PRE_TX_EXECUTE);
        }
        case 'O' -> joinPoints.add(JoinPoint.OPERATION);
        case 'b' -> joinPoints.add(JoinPoint.PRE_CONTRACT_CALL);
        case 'a' -> joinPoints.add(JoinPoint.POST_CONTRACT_CALL);
        case 'A' -> joinPoints.add(JoinPoint.POST_TX_EXECUTE);
        default -> throw new IllegalArgumentException(columns);
      }
    }
  }

  /** The name that guests use. */
  public String text() {
    return text;
  }

  /** What the value belongs to. */
  public Group group() {
    return group;
  }

  /** Name of the message that the value is encoded as. */
  public String message() {
    return message;
  }

  public boolean isAvailableAt(JoinPoint joinPoint) {
    return joinPoints.contains(joinPoint);
  }

  /** The key with this name, or empty where there is none. */
  public static Optional<RuntimeContextKey> byText(String text) {
    return Optional.ofNullable(BY_TEXT.get(text));
  }
}
