package io.aspectvm.compiler.endtoend;

import io.aspectvm.runtime.store.ChainStore;

class InMemoryRegistryTest extends RegistryTestCases {

  private final ChainStore store = ChainStore.inMemory();

  @Override
  ChainStore store() {
    return store;
  }
}
