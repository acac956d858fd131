package io.aspectvm.runtime.store;

class InMemoryChainStoreTest extends ChainStoreContract {

  @Override
  ChainStore open() {
    return ChainStore.inMemory();
  }
}
