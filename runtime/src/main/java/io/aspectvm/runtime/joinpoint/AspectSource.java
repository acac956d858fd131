package io.aspectvm.runtime.joinpoint;

import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.host.ByteKey;

/**
 * The node's part: the loaded code of an aspect version. It commonly keeps what it loaded; an
 * aspect that it gives away must stay open until its execution ends. Who gets it does not close it.
 * Asked on the thread that runs join points; thread-safe if several do.
 */
@FunctionalInterface
public interface AspectSource {

  /**
   * A loaded aspect.
   *
   * @param id 20 bytes
   * @param version unsigned
   * @throws AspectLoadException if there is no such code, or it does not compile or load: a crash
   *     of the aspect (join-points, section 4), and so are the runtime's own {@link
   *     io.aspectvm.runtime.UnloadableModuleException} and {@link
   *     io.aspectvm.runtime.artefact.ArtefactException}. A failure that other nodes do not have
   *     must be another exception: that reaches the node
   */
  Aspect load(ByteKey id, long version) throws AspectLoadException;
}
