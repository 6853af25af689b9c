// Reads JSON lines {"schema", "text", "ask", "offset"?} and answers each with one JSON line:
//   ask "complete": [{label, text}, …]   what is offered at the offset, and what it would insert
//   ask "hover": string | null           what is shown there, as markdown
//   ask "diagnose": [{message, severity, text}, …]   what is underlined
//   ask "problems": [string, …]          what the service has to say about the schema itself
// Nothing is fetched: a schema that needs another file or the network is a problem.
import {createInterface} from 'node:readline'
import languageService from 'vscode-json-languageservice'

const {getLanguageService, TextDocument} = languageService

const service = getLanguageService({
  schemaRequestService: (uri) => Promise.reject(`nothing may be fetched: ${uri}`),
})
let current

async function answer({schema, text, ask, offset}) {
  if (current !== schema) {
    current = schema
    const schemas = [{uri: 'file:///schema.json', fileMatch: ['*'], schema: JSON.parse(schema)}]
    service.configure({validate: true, allowComments: false, schemas})
  }
  const document = TextDocument.create('file:///flow.json', 'json', 1, text)
  const parsed = service.parseJSONDocument(document)
  const position = document.positionAt(offset ?? 0)
  switch (ask) {
    case 'complete': {
      const {items} = await service.doComplete(document, position, parsed)
      return items.map(({label, textEdit, insertText}) => ({label, text: textEdit?.newText ?? insertText}))
    }
    case 'hover': {
      const hover = await service.doHover(document, position, parsed)
      return hover ? [hover.contents].flat().join('\n') || null : null
    }
    case 'diagnose': {
      const found = await service.doValidation(document, parsed)
      return found.map(({message, severity, range}) => ({message, severity, text: document.getText(range)}))
    }
    case 'problems': {
      const resolved = await service.getMatchingSchemas(document, parsed, JSON.parse(schema))
      const found = await service.doValidation(document, parsed, undefined, JSON.parse(schema))
      return [...found.map(({message}) => message), ...(resolved.length ? [] : ['nothing matches'])]
    }
  }
  throw new Error(`unknown question: ${ask}`)
}

for await (const line of createInterface({input: process.stdin, crlfDelay: Infinity})) {
  if (line) process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`)
}
