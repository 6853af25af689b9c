// Reads JSON lines {"expression", "types"?, "bindings"?} and answers each with one JSON line:
//   {"parse": {code, message, offset, length}}   it is not CEL
//   {"check": {code, message}}                   it is refused before it is evaluated
//   {"type": "…", "results": [{"value"} | {"error": code}, …]}   one result for each binding
// Numbers of a binding are doubles, as all JSON numbers are to the engine. In answers an int is
// {"int": "5"}, a uint {"uint": "5"}, a double that JSON has not {"double": "NaN"}, a type
// {"type": "string"}, a whole double {"double": 4}; what has no such form is {"other": "…"}.
import {createInterface} from 'node:readline'
import {Environment} from '@marcbachmann/cel-js'

let bound = {}

function scenario(types) {
  const environment = new Environment({unlistedVariablesAreDyn: true})
  for (const [name, type] of Object.entries(types ?? {})) environment.registerVariable(name, type)
  return environment
    .registerFunction('trim(dyn): string', (v) => (v === null ? '' : String(v).trim()))
    .registerFunction('slice(dyn, int, int): dyn', (v, from, to) => v.slice(Number(from), Number(to)))
    .registerFunction('random(int): dyn', (n) => 10n ** (n - 1n))
    .registerFunction('randomSample(list, int): list', (l, n) => l.slice(0, Number(n)))
    .registerFunction('randomSample(list, int, dyn): list', (l, n) => l.slice(0, Number(n)))
    .registerFunction('randomSample(list, int, dyn, dyn): list', (l, n) => l.slice(0, Number(n)))
    .registerFunction('exists(string): bool', (name) => (bound[name] ?? null) !== null)
}

const usual = scenario({})

function told(value) {
  switch (typeof value) {
    case 'bigint':
      return {int: `${value}`}
    case 'number':
      return {double: Number.isFinite(value) ? value : `${value}`}
    case 'string':
    case 'boolean':
      return value
  }
  if (value === null) return null
  if (value?.constructor?.name === 'UnsignedInt') return {uint: `${value}`}
  if (Array.isArray(value)) return value.map(told)
  if (value?.constructor?.name === 'Type') return {type: value.name}
  return {other: value?.constructor?.name ?? typeof value}
}

function why(error) {
  return {code: error.code ?? error.constructor.name, message: `${error.message}`.split('\n')[0]}
}

function judged({expression, types, bindings}) {
  const environment = types ? scenario(types) : usual
  let run
  try {
    run = environment.parse(expression)
  } catch (error) {
    const {start = 0, end = 0} = error.range ?? {}
    return {parse: {...why(error), offset: start, length: end - start}}
  }
  let checked
  try {
    checked = run.check()
  } catch (error) {
    return {check: why(error)}
  }
  if (!checked.valid) return {check: why(checked.error)}
  const results = (bindings ?? []).map((values) => {
    bound = values
    try {
      return {value: told(run(values))}
    } catch (error) {
      return {error: why(error).code}
    }
  })
  return {type: checked.type, results}
}

for await (const line of createInterface({input: process.stdin, crlfDelay: Infinity})) {
  if (line) process.stdout.write(`${JSON.stringify(judged(JSON.parse(line)))}\n`)
}
