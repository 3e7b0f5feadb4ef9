// Distributed under the Boost Software License, Version 1.0.
//
// The schema is Kubernetes' own OpenAPI description, as the package
// kubernetes-models has it.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {Job} from 'kubernetes-models/batch/v1';
import {parse} from 'yaml';

const manifest = parse(readFileSync('kubernetes.yaml', 'utf8'));

function complaint(value) {
  try {
    new Job(value).validate();
    return null;
  } catch (error) {
    return error.message;
  }
}

// The path of each member, of those within it too.
function* paths_in(value, path = []) {
  if (typeof value !== 'object') return;
  for (const name of Object.keys(value)) {
    yield [...path, name];
    yield* paths_in(value[name], [...path, name]);
  }
}

// What lies at the path made something that is of no type that JSON has.
function spoilt(value, path) {
  const copy = structuredClone(value);
  const at = path.slice(0, -1).reduce((part, name) => part[name], copy);
  at[path.at(-1)] = Symbol('spoilt');
  return copy;
}

// The schema allows members that it does not know, and says nothing of them.
function unknown_members(value) {
  return [...paths_in(value)]
      .filter((path) => complaint(spoilt(value, path)) === null)
      .map((path) => path.join('.'));
}

test('the manifest is a Job as the schema has it', () => {
  assert.equal(manifest.apiVersion, 'batch/v1');
  assert.equal(manifest.kind, 'Job');
  assert.equal(complaint(manifest), null);
});

test('it has no member that the schema does not know', () => {
  assert.deepEqual(unknown_members(manifest), []);
  const misspelt = structuredClone(manifest);
  misspelt.spec.completionmode = 'Indexed';
  assert.deepEqual(unknown_members(misspelt), ['spec.completionmode']);
});

test('each pod has a shard, and there are as many as the shards', () => {
  const {spec} = manifest;
  const [container] = spec.template.spec.containers;
  const shards = Array.from({length: spec.completions}, (_, index) => {
    const args = container.args.map((each) => each.replaceAll(
        '$(JOB_COMPLETION_INDEX)', index));
    return args[args.indexOf('--shard') + 1];
  });
  assert.equal(spec.completionMode, 'Indexed');
  assert.deepEqual(shards, ['0/4', '1/4', '2/4', '3/4']);
});

test('a result is not tried again, and what it mounts is there', () => {
  const {spec} = manifest;
  const {containers: [container], volumes} = spec.template.spec;
  const {onExitCodes} = spec.podFailurePolicy.rules.find(
      (rule) => rule.action === 'FailIndex');
  assert.equal(onExitCodes.containerName, container.name);
  assert.deepEqual(onExitCodes.values, [1, 2, 64]);
  assert.deepEqual(container.volumeMounts.map((each) => each.name),
                   volumes.map((each) => each.name));
  assert.equal(container.args[container.args.indexOf('--out') + 1],
               container.volumeMounts[0].mountPath);
});
