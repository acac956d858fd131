package io.aspectvm.compiler.emit;

import io.aspectvm.compiler.lower.LoweredFunction;
import io.aspectvm.compiler.partition.Partitioner;
import io.aspectvm.compiler.partition.Piece;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;

/**
 * Emits a lowered function: in pieces where the JIT would not compile it as one method, or where
 * turns of its loops are to be calls.
 */
final class FunctionEmitter {

  /** Pieces in one class: each below the method limit, so far below the constant pool's. */
  private static final int PIECES_PER_CLASS = 5;

  /**
   * Upper bounds, in bytes of code.
   *
   * @param whole of the function as one method
   * @param inPieces of each of its entries in a piece
   */
  record Sizes(int whole, int[] inPieces) {}

  private final CodeContext context;
  private final GeneratedClasses classes;
  private final int maxMethodBytes;
  private int largestMethod;

  /**
   * @param maxMethodBytes longest method to emit, in bytes of code
   */
  FunctionEmitter(CodeContext context, GeneratedClasses classes, int maxMethodBytes) {
    this.context = context;
    this.classes = classes;
    this.maxMethodBytes = maxMethodBytes;
  }

  /** Size of the largest method so far: an upper bound, in bytes of code. */
  int largestMethod() {
    return largestMethod;
  }

  /**
   * @param sizes of this function, as {@link #measure} finds them
   * @param turning positions of heads of loops whose turns become calls
   */
  void emit(LoweredFunction function, Sizes sizes, BitSet turning) {
    MethodRef self = context.names().function(function.functionIndex());
    boolean fits = sizes.whole <= maxMethodBytes;
    if (fits && turning.isEmpty()) {
      largestMethod = Math.max(largestMethod, sizes.whole);
      MethodVisitor method = classes.method(self);
      new FunctionBodyEmitter(context, function, method).emit(entries -> {});
      GeneratedClasses.end(method);
    } else {
      List<Piece> pieces =
          Partitioner.partition(function.code(), sizes.inPieces, maxMethodBytes, turning);
      if (pieces.size() > PieceTable.MAX_PIECES) {
        throw new OutputLimitException(
            "methods of a function", pieces.size(), PieceTable.MAX_PIECES);
      }
      emitPieces(function, self, pieces, !fits);
    }
  }

  /** Finds out how many bytes the code of a function takes, in whichever classes it is. */
  static Sizes measure(CodeContext context, LoweredFunction function) {
    int[] sizes = new int[function.code().size()];
    CodeSizeEvaluator ofPieces = new PieceSizes();
    CodeSizeEvaluator ofWhole = new CodeSizeEvaluator(Opcodes.ASM9, ofPieces) {};
    int[] before = new int[1];
    new FunctionBodyEmitter(context, function, ofWhole)
        .emit(
            entries -> {
              if (entries > 0) {
                sizes[entries - 1] = ofPieces.getMaxSize() - before[0];
              }
              before[0] = ofPieces.getMaxSize();
            });
    return new Sizes(ofWhole.getMaxSize(), sizes);
  }

  /** Sizes with every slot as far back as it may be in a piece, where it takes more bytes. */
  private static final class PieceSizes extends CodeSizeEvaluator {

    PieceSizes() {
      super(Opcodes.ASM9, null);
    }

    @Override
    public void visitVarInsn(int opcode, int slot) {
      super.visitVarInsn(opcode, slot + PieceEmitter.FIXED_SLOTS);
    }

    @Override
    public void visitIincInsn(int slot, int increment) {
      super.visitIincInsn(slot + PieceEmitter.FIXED_SLOTS, increment);
    }
  }

  /**
   * @param ownClasses whether the pieces are too many for the class of the function
   */
  private void emitPieces(
      LoweredFunction function, MethodRef self, List<Piece> pieces, boolean ownClasses) {
    PieceTable table = new PieceTable(pieces, function.code());
    List<MethodRef> methods = new ArrayList<>();
    for (Piece piece : pieces) {
      String owner = ownClasses ? classOf(function, piece) : self.owner();
      MethodRef ref = new MethodRef(owner, nameOf(function, self, piece), PieceEmitter.DESCRIPTOR);
      methods.add(ref);
      CodeSizeEvaluator evaluator = new CodeSizeEvaluator(Opcodes.ASM9, classes.method(ref)) {};
      new PieceEmitter(context, function, piece, table, evaluator).emit();
      GeneratedClasses.end(evaluator);
      largestMethod = Math.max(largestMethod, evaluator.getMaxSize());
      if (ownClasses && (piece.number() + 1) % PIECES_PER_CLASS == 0) {
        classes.finish(ref.owner());
      }
    }
    new PieceDriverEmitter(classes, function, self).emit(methods);
  }

  private static String classOf(LoweredFunction function, Piece piece) {
    return "aspect/P" + function.functionIndex() + "_" + piece.number() / PIECES_PER_CLASS;
  }

  /** {@code f<index>$<offset>$<number>}: a backtrace finds function and place from the name. */
  private static String nameOf(LoweredFunction function, MethodRef self, Piece piece) {
    return self.name() + "$" + PieceLines.base(function.code(), piece) + "$" + piece.number();
  }
}
