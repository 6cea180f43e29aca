// Command check-log verifies a log that packages/tlog has written, with Go's own libraries for
// signed notes and tile-based logs (golang.org/x/mod/sumdb). It shares no code with packages/tlog.
//
// The folder named by its argument holds what a node serves below its log's prefix (checkpoint,
// tile/…), and beside it: log.vkey, witness.vkey, old-checkpoint, consistency (one base64 hash a
// line) and proofs/<index> (tlog-proof files). It prints one line for each check and exits with 1
// at the first that fails.
package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

func main() {
	if err := check(folder(os.Args[1])); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type folder string

func (f folder) read(name string) ([]byte, error) {
	return os.ReadFile(filepath.Join(string(f), filepath.FromSlash(name)))
}

func (f folder) lines(name string) ([]string, error) {
	data, err := f.read(name)
	return strings.Fields(string(data)), err
}

func check(f folder) error {
	verifiers, err := f.verifiers()
	if err != nil {
		return err
	}
	tree, err := f.checkpoint("checkpoint", verifiers, 2)
	if err != nil {
		return err
	}
	old, err := f.checkpoint("old-checkpoint", verifiers, 1)
	if err != nil {
		return err
	}
	fmt.Printf("checkpoint %d\n", tree.N)
	all, err := f.checkEntries(tree)
	if err != nil {
		return err
	}
	if err := f.checkTiles(tree, all); err != nil {
		return err
	}
	// As a client reads that has only the checkpoint and the tiles.
	hashes := tlog.TileHashReader(tree, tiles{f})
	if err := f.checkConsistency(old, tree, hashes); err != nil {
		return err
	}
	return f.checkProofs(verifiers, hashes)
}

func (f folder) verifiers() (note.Verifiers, error) {
	logKey, err := f.lines("log.vkey")
	if err != nil {
		return nil, err
	}
	log, err := note.NewVerifier(logKey[0])
	if err != nil {
		return nil, err
	}
	witnessKey, err := f.lines("witness.vkey")
	if err != nil {
		return nil, err
	}
	witness, err := newCosigner(witnessKey[0])
	if err != nil {
		return nil, err
	}
	return note.VerifierList(log, witness), nil
}

func (f folder) checkpoint(name string, known note.Verifiers, signatures int) (tlog.Tree, error) {
	data, err := f.read(name)
	if err != nil {
		return tlog.Tree{}, err
	}
	return openCheckpoint(data, known, signatures)
}

func openCheckpoint(data []byte, known note.Verifiers, signatures int) (tlog.Tree, error) {
	n, err := note.Open(data, known)
	if err != nil {
		return tlog.Tree{}, err
	}
	if len(n.Sigs) != signatures || len(n.UnverifiedSigs) != 0 {
		return tlog.Tree{}, fmt.Errorf("%d verified, %d unverified signatures", len(n.Sigs), len(n.UnverifiedSigs))
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[0] != n.Sigs[0].Name {
		return tlog.Tree{}, errors.New("checkpoint text")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// stored is every hash of the tree in the order of tlog.StoredHashIndex, made from the entries.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		hashes[i] = s[index]
	}
	return hashes, nil
}

func (f folder) checkEntries(tree tlog.Tree) (stored, error) {
	var hashes stored
	for first := int64(0); first < tree.N; first += 1 << tileHeight {
		width := min(tree.N-first, 1<<tileHeight)
		entries, err := f.bundle(tlog.Tile{H: tileHeight, L: -1, N: first >> tileHeight, W: int(width)})
		if err != nil {
			return nil, err
		}
		for i, entry := range entries {
			more, err := tlog.StoredHashes(first+int64(i), entry, hashes)
			if err != nil {
				return nil, err
			}
			hashes = append(hashes, more...)
		}
	}
	root, err := tlog.TreeHash(tree.N, hashes)
	if err != nil {
		return nil, err
	}
	if root != tree.Hash {
		return nil, errors.New("the entries have another root")
	}
	fmt.Printf("entries %d\n", tree.N)
	return hashes, nil
}

// checkTiles compares each tile as it is at the tree's size with the one made from the entries.
func (f folder) checkTiles(tree tlog.Tree, hashes stored) error {
	checked := 0
	for _, tile := range tlog.NewTiles(tileHeight, 0, tree.N) {
		width := min(1<<tileHeight, tree.N>>(tileHeight*tile.L)-tile.N<<tileHeight)
		if int64(tile.W) != width {
			continue
		}
		served, err := f.read(tilePath(tile))
		if err != nil {
			return err
		}
		own, err := tlog.ReadTileData(tile, hashes)
		if err != nil {
			return err
		}
		if !bytes.Equal(served, own) {
			return fmt.Errorf("%s differs", tilePath(tile))
		}
		checked++
	}
	fmt.Printf("tiles %d\n", checked)
	return nil
}

func (f folder) bundle(tile tlog.Tile) ([][]byte, error) {
	data, err := f.read(tilePath(tile))
	if err != nil {
		return nil, err
	}
	entries := make([][]byte, 0, tile.W)
	for len(data) > 0 {
		if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
			return nil, errors.New("bundle")
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		entries = append(entries, data[2:end])
		data = data[end:]
	}
	if len(entries) != tile.W {
		return nil, errors.New("bundle")
	}
	return entries, nil
}

func (f folder) checkConsistency(old, tree tlog.Tree, hashes tlog.HashReader) error {
	lines, err := f.lines("consistency")
	if err != nil {
		return err
	}
	proof, err := parseHashes(lines)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash); err != nil {
		return err
	}
	own, err := tlog.ProveTree(tree.N, old.N, hashes)
	if err != nil {
		return err
	}
	if fmt.Sprint(own) != fmt.Sprint(tlog.TreeProof(proof)) {
		return errors.New("consistency proof")
	}
	fmt.Printf("consistency %d\n", old.N)
	return nil
}

func (f folder) checkProofs(known note.Verifiers, hashes tlog.HashReader) error {
	names, err := filepath.Glob(filepath.Join(string(f), "proofs", "*"))
	if err != nil || len(names) == 0 {
		return errors.New("no proofs")
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if err := checkProof(data, known, hashes); err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(name), err)
		}
	}
	fmt.Printf("proofs %d\n", len(names))
	return nil
}

func checkProof(data []byte, known note.Verifiers, hashes tlog.HashReader) error {
	head, checkpoint, ok := bytes.Cut(data, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !ok || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("proof file")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	proof, err := parseHashes(lines[2:])
	if err != nil {
		return err
	}
	tree, err := openCheckpoint(checkpoint, known, 2)
	if err != nil {
		return err
	}
	leaf, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaf[0]); err != nil {
		return err
	}
	own, err := tlog.ProveRecord(tree.N, index, hashes)
	if err != nil {
		return err
	}
	if fmt.Sprint(own) != fmt.Sprint(tlog.RecordProof(proof)) {
		return errors.New("inclusion proof")
	}
	return nil
}

func parseHashes(lines []string) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, 0, len(lines))
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, hash)
	}
	return hashes, nil
}

// tiles reads tiles as tlog-tiles files them: without the height, which is always 8.
type tiles struct{ f folder }

func (t tiles) Height() int { return tileHeight }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, 0, len(wanted))
	for _, tile := range wanted {
		bytes, err := t.f.read(tilePath(tile))
		if err != nil {
			return nil, err
		}
		data = append(data, bytes)
	}
	return data, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func tilePath(tile tlog.Tile) string {
	path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
	return strings.Replace(path, "tile/data/", "tile/entries/", 1)
}

// cosigner verifies Ed25519 cosignatures (C2SP tlog-cosignature), which sumdb/note lacks.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func newCosigner(vkey string) (note.Verifier, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("vkey")
	}
	hash, err := strconv.ParseUint(parts[1], 16, 32)
	if err != nil {
		return nil, err
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != 4 {
		return nil, errors.New("vkey")
	}
	return &cosigner{parts[0], uint32(hash), key[1:]}, nil
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }

func (c *cosigner) Verify(text, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	header := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(c.key, append([]byte(header), text...), sig[8:])
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}
