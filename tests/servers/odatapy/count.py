#!/usr/bin/env python3
"""count.py IN.json OUT.json: a list of {"xml": text, "json": text} becomes a list of what odatapy's two readers of
$metadata count in them: {"xml": {"EntityType": 3, ...}, "json": {...}}, or {"error": "..."} in the place of the counts."""
import json, re, sys
from odatapy.edm.json_csdl import parse_metadata_json_document
from odatapy.edm.xml_io import parse_metadata_document


def count(read, text):
    try:
        schemas, references = read(text)
    except Exception as error:
        return {'error': f'{type(error).__name__}: {error}'}
    types = [t for s in schemas for t in s.entity_types + s.complex_types]
    operations = [o for s in schemas for o in s.actions + s.functions]
    containers = [s.entity_container for s in schemas if s.entity_container]
    return {
        'Schema': len(schemas),
        'EntityType': sum(len(s.entity_types) for s in schemas),
        'ComplexType': sum(len(s.complex_types) for s in schemas),
        'EnumType': sum(len(s.enum_types) for s in schemas),
        'Member': sum(len(e.members) for s in schemas for e in s.enum_types),
        'TypeDefinition': sum(len(s.type_definitions) for s in schemas),
        'Property': sum(len(t.properties) for t in types),
        'NavigationProperty': sum(len(t.navigation_properties) for t in types),
        'Action': sum(len(s.actions) for s in schemas),
        'Function': sum(len(s.functions) for s in schemas),
        'Parameter': sum(len(o.parameters) for o in operations),
        'Term': sum(len(s.terms) for s in schemas),
        'EntityContainer': len(containers),
        'EntitySet': sum(len(c.entity_sets) for c in containers),
        'Singleton': sum(len(c.singletons) for c in containers),
    }


def xml(text):
    # odatapy 5.3.0 takes no MaxLength="max", and no text that declares an encoding.
    return parse_metadata_document(re.sub(r'\sMaxLength="[mM]ax"', '', text).encode())


with open(sys.argv[1], encoding='utf-8') as file:
    documents = json.load(file)
answers = [
    {'xml': count(xml, one['xml']), 'json': count(parse_metadata_json_document, one['json'])} for one in documents
]
with open(sys.argv[2], 'w', encoding='utf-8') as file:
    json.dump(answers, file)
