package io.aspectvm.runtime.cache;

import io.aspectvm.runtime.artefact.OwnerOnly;
import io.aspectvm.runtime.artefact.Transfers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A disk as the JDK has it. Links are not followed. */
class DiskOperations implements FileOperations {

  @Override
  public List<CacheFile> list(Path directory) throws IOException {
    List<CacheFile> files = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
      for (Path path : paths) {
        try {
          BasicFileAttributes attributes = attributes(path);
          if (attributes.isRegularFile()) {
            files.add(new CacheFile(path, attributes.size(), attributes.lastModifiedTime()));
          }
        } catch (NoSuchFileException e) {
          // Another process deleted it just now.
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return files;
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public byte[] read(Path file, int maximum) throws IOException {
    if (!attributes(file).isRegularFile()) {
      throw new FileSystemException(file.toString(), null, "no regular file");
    }
    try (SeekableByteChannel in =
        Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      long size = in.size(); // Once: somebody may be writing to it.
      if (size > maximum) {
        throw new FileSystemException(file.toString(), null, size + " bytes");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) size);
      Transfers.read(in, bytes);
      return bytes.array();
    }
  }

  @Override
  public NewFile create(Path file) throws IOException {
    Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    FileChannel channel = FileChannel.open(file, options, OwnerOnly.file(file));
    try {
      if (!isLocked(channel) || !Files.exists(file)) {
        throw new NoSuchFileException(file.toString(), null, "another process took it for dead");
      }
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new LockedFile(channel);
  }

  private static boolean isLocked(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException e) {
      return true; // Where there are no locks, nothing is taken for dead.
    }
  }

  private record LockedFile(FileChannel channel) implements NewFile {

    @Override
    public void write(byte[] content) throws IOException {
      Transfers.write(ByteBuffer.wrap(content), channel);
    }

    @Override
    public void force() throws IOException {
      channel.force(true);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  @Override
  public void move(Path file, Path target) throws IOException {
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
      directory.force(true);
    } catch (IOException e) {
      // Some systems open no directories. An entry that is lost is compiled again.
    }
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public boolean deleteOrphan(Path file) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      return channel.tryLock() != null && Files.deleteIfExists(file);
    } catch (IOException | OverlappingFileLockException e) {
      return false; // Gone, or written in this process by another copy of this class.
    }
  }

  @Override
  public void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
  }
}
